import { afterEach, describe, expect, it } from 'vitest';
import { openOutboxFile } from '../../../../functions/adapters/sqlite/outbox/database.ts';
import { createOutboxMailer } from '../../../../functions/adapters/sqlite/outbox/mailer.ts';
import { createOutbox } from '../../../../functions/adapters/sqlite/outbox/outbox.ts';
import { compose, composeLazily, prepareLetter } from '../../../../functions/domain/letters/compose.ts';
import { mailerContract } from '../../../contracts/mailer.ts';
import { aLetter, aRecipient, aStamp } from '../../../support/builders/letters.ts';
import { aMessage } from '../../../support/builders/messages.ts';

function open(letter = aLetter()) {
  const db = openOutboxFile(':memory:');
  const outbox = createOutbox(db, async () => letter);
  return { outbox, mailer: createOutboxMailer(db) };
}
let opened: ReturnType<typeof open> | undefined;
afterEach(async () => {
  await opened?.mailer.close();
  opened = undefined;
});

describe('the outbox', () => {
  mailerContract(async () => {
    const { outbox, mailer } = open();
    return {
      mailer,
      accepted: async () => (await outbox.list({ limit: 99 })).messages,
      close: () => mailer.close(),
    };
  });

  const aComposed = () => {
    const recipe = { letter: 'h'.repeat(64), recipient: aRecipient(), stamp: aStamp() };
    return { raw: compose(prepareLetter(aLetter(), recipe.letter), recipe.recipient, recipe.stamp)!, recipe };
  };

  it('hands back the very bytes that were accepted', async () => {
    opened = open();
    const message = aMessage(aComposed());
    const outcome = await opened.mailer.send(message);
    expect(Buffer.from((await opened.outbox.eml(outcome.kind === 'accepted' ? outcome.id : ''))!)).toEqual(
      Buffer.from(message.raw),
    );
  });

  it('hands back the bytes of each, though it wrote them all to one room', async () => {
    opened = open();
    const { mailer, outbox } = opened;
    const letter = prepareLetter(aLetter(), 'h'.repeat(64));
    const messages = ['A long name to begin with', '', 'Ben'].map((name, n) => {
      const recipient = aRecipient({ to: { name, email: `reader-${n}@reader.example` } });
      const recipe = { letter: letter.hash, recipient, stamp: aStamp() };
      return aMessage({
        recipe,
        composed: composeLazily(letter, recipient, recipe.stamp)!,
        raw: new Uint8Array(),
      });
    });
    await Promise.all(messages.map((message) => mailer.send(message)));
    for (const [n, { recipe }] of messages.entries())
      expect(await outbox.eml(String(n + 1))).toEqual(compose(letter, recipe.recipient, recipe.stamp));
  });

  it('says so when they can no longer be made', async () => {
    opened = open(aLetter({ subject: 'Another letter altogether' }));
    await opened.mailer.send(aMessage(aComposed()));
    await expect(opened.outbox.eml('1')).rejects.toMatchObject({ code: 'broken' });
  });

  it('has evidence of what it was handed this very moment, before anybody has heard of it', async () => {
    opened = open();
    const sent = opened.mailer.send(aMessage());
    expect(await opened.mailer.evidence!.find('e_monday', '1-0-', 1)).toHaveLength(1);
    expect(await sent).toEqual({ kind: 'accepted', id: '1' });
  });

  it('lists newest first, double ones too, by address and run, page by page', async () => {
    opened = open();
    const { mailer, outbox } = opened;
    const send = (to: string, run: string, batch = '1-0-') =>
      mailer.send(aMessage({ to, tags: { run, batch, pos: '0', try: '1' } }));
    await send('a@x.example', 'e_1');
    await send('b@x.example', 'd_daily_20261123T0700');
    await send('a@x.example', 'e_1');
    await send('c@x.example', 'notices', 'confirm-abc');
    const ids = async (query: Parameters<typeof outbox.list>[0]) =>
      (await outbox.list(query)).messages.map(({ id }) => id);
    expect(await ids({ limit: 2 })).toEqual(['4', '3']);
    expect(await ids({ limit: 2, before: '3' })).toEqual(['2', '1']);
    expect(await outbox.list({ limit: 1, to: 'A@X.example' })).toMatchObject({
      total: 2,
      messages: [{ id: '3' }],
    });
    expect(await ids({ limit: 9, run: 'd_daily_20261123T0700' })).toEqual(['2']);
    expect((await outbox.list({ limit: 9 })).messages.map(({ kind }) => kind)).toEqual([
      'confirm',
      'edition',
      'digest',
      'edition',
    ]);
  });

  it('counts all that match, whatever was counted before', async () => {
    opened = open();
    const { mailer, outbox } = opened;
    const totals = async () =>
      Promise.all(
        [{}, { to: 'A@x.example' }, { run: 'e_1' }, { to: 'a@x.example', run: 'e_2' }].map(
          async (query) => (await outbox.list({ limit: 1, ...query })).total,
        ),
      );
    const send = (to: string, run: string) =>
      mailer.send(aMessage({ to, tags: { run, batch: '1-0-', pos: '0', try: '1' } }));
    expect(await totals()).toEqual([0, 0, 0, 0]);
    await send('a@x.example', 'e_1');
    expect(await totals()).toEqual([1, 1, 1, 0]);
    await Promise.all([send('a@x.example', 'e_2'), send('b@x.example', 'e_2')]);
    expect(await totals()).toEqual([3, 2, 1, 1]);
    expect(await totals()).toEqual([3, 2, 1, 1]);
  });

  it('answers without reading what it does not show', () => {
    const db = openOutboxFile(':memory:');
    const asked: string[] = [];
    const prepare = db.prepare.bind(db);
    db.prepare = (sql) => {
      asked.push(sql);
      return prepare(sql);
    };
    createOutbox(db, async () => aLetter());
    const steps = asked.flatMap((sql) =>
      prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => row.detail),
    );
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => String(step).startsWith('SCAN'))).toEqual(['SCAN CONSTANT ROW']);
    db.close();
  });

  it('knows no message by an id that is none', async () => {
    opened = open();
    for (const id of ['', '0', '-1', '1 OR 1', '999', '1e3', 'x'.repeat(1000)]) {
      expect(await opened.outbox.message(id)).toBeUndefined();
      expect(await opened.outbox.eml(id)).toBeUndefined();
    }
  });
});
