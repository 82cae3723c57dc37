/** What every mailer holds: it accepts, never throws, and is asked for its quota as often as one likes. */
import { describe, expect, it } from 'vitest';
import type { Mailer } from '../../functions/domain/delivery/mailer.ts';
import { aMessage } from '../support/builders/messages.ts';

export type MailerAtWork = {
  mailer: Mailer;
  accepted(): readonly { to: string }[] | Promise<readonly { to: string }[]>;
  close(): Promise<void>;
};

export function mailerContract(open: () => Promise<MailerAtWork>): void {
  const withMailer = (title: string, work: (at: MailerAtWork) => Promise<void>) =>
    it(title, async () => {
      const at = await open();
      try {
        await work(at);
      } finally {
        await at.close();
      }
    });

  describe('as any mailer', () => {
    withMailer('accepts a message once, and says so', async ({ mailer, accepted }) => {
      expect(await mailer.send(aMessage())).toMatchObject({ kind: 'accepted', id: expect.any(String) });
      expect((await accepted()).map(({ to }) => to)).toEqual(['ada@reader.example']);
    });

    withMailer('takes as many at once as it says, each to whom it is for', async ({ mailer, accepted }) => {
      const addresses = Array.from({ length: mailer.concurrency }, (_, n) => `reader-${n}@reader.example`);
      const outcomes = await Promise.all(addresses.map((to) => mailer.send(aMessage({ to }))));
      expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
      expect((await accepted()).map(({ to }) => to).sort()).toEqual(addresses.toSorted());
    });

    withMailer(
      'takes the same message twice where it is told twice: it never decides',
      async ({ mailer, accepted }) => {
        await mailer.send(aMessage());
        await mailer.send(aMessage({ tags: { ...aMessage().tags, try: '2' } }));
        expect(await accepted()).toHaveLength(2);
      },
    );

    withMailer('tells its quota', async ({ mailer }) => {
      expect(await mailer.quota()).toMatchObject({ sandbox: false, sentLastDay: 0 });
    });

    withMailer(
      'has evidence of what it accepted, by position and try, where it has any',
      async ({ mailer }) => {
        if (!mailer.evidence) return;
        await mailer.send(aMessage());
        await mailer.send(aMessage({ tags: { ...aMessage().tags, pos: '7', try: '2' } }));
        const found = await mailer.evidence.find('e_monday', '1-0-', 1);
        expect(found.toSorted((a, b) => a.position - b.position)).toEqual([
          { position: 3, attempt: 1 },
          { position: 7, attempt: 2 },
        ]);
        expect(await mailer.evidence.find('e_monday', '1-0-other', 1)).toEqual([]);
      },
    );

    withMailer(
      'accepts nothing under a lease that is over, where its evidence is conclusive and was asked for',
      async ({ mailer, accepted }) => {
        if (!mailer.evidence?.conclusive) return;
        expect(await mailer.evidence.find('e_monday', '1-0-', 3)).toEqual([]);
        expect((await mailer.send(aMessage({ lease: 2 }))).kind).toBe('throttled');
        expect(await accepted()).toEqual([]);
        // An earlier one who asks late takes nothing back.
        await mailer.evidence.find('e_monday', '1-0-', 1);
        expect((await mailer.send(aMessage({ lease: 2 }))).kind).toBe('throttled');
        expect((await mailer.send(aMessage({ lease: 3 }))).kind).toBe('accepted');
        const elsewhere = { ...aMessage().tags, batch: '1-0-other' };
        expect((await mailer.send(aMessage({ tags: elsewhere }))).kind).toBe('accepted');
      },
    );
  });
}
