import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBroadsheetError } from '../../functions/domain/error.ts';
import { type LinkPurpose, readLink, signLink } from '../../functions/domain/subscribers/signed-link.ts';
import { HOUR } from '../../functions/domain/time/instant.ts';
import { NOON } from '../support/builders/small-publication.ts';
import { aSubscriber, idOf, SUBSCRIPTION_SECRETS } from '../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';

const PURPOSES: LinkPurpose[] = [
  'confirm',
  'preferences',
  'unsubscribe',
  'undo',
  'manage',
  'stop',
  'release',
];
const ADA = 'ada@example.com';
const aToken = (purpose: LinkPurpose, secrets = SUBSCRIPTION_SECRETS) =>
  signLink(secrets, { purpose, subject: idOf(ADA), about: 'daily', expires: NOON + HOUR });
const retired = {
  ...SUBSCRIPTION_SECRETS,
  links: { current: SUBSCRIPTION_SECRETS.links.retired[0]!, retired: [] },
};

/** What becomes of it: its subject, or the code of the error. */
function verdict(token: string, purpose: LinkPurpose, now = NOON): string {
  try {
    return readLink(SUBSCRIPTION_SECRETS, token, purpose, now).subject;
  } catch (error) {
    return isBroadsheetError(error) ? error.code : String(error);
  }
}

describe('a link', () => {
  it('opens for the purpose it was signed for and for no other', () => {
    const opened = PURPOSES.map((signed) => PURPOSES.filter((p) => verdict(aToken(signed), p) === idOf(ADA)));
    expect(opened).toEqual(PURPOSES.map((purpose) => [purpose]));
  });

  it.each([
    ['that names a subscriber', {}],
    ['that names a row', { epoch: 'e-1_xY' }],
    ['that names a request', { epoch: 'e-1_xY', ref: 'r-2_zW' }],
    ['that names a request of a row of before epochs', { ref: 'r-2_zW' }],
  ])('%s with any one character changed, added or left out is forged', (_, marks) => {
    const claim = { subject: idOf(ADA), about: 'daily', expires: NOON + HOUR, ...marks };
    const token = signLink(SUBSCRIPTION_SECRETS, { purpose: 'manage', ...claim });
    expect(readLink(SUBSCRIPTION_SECRETS, token, 'manage', NOON)).toEqual({ purpose: 'manage', ...claim });
    expect(token.length).toBeLessThan(100);
    const forged = [...token].flatMap((was, i) =>
      ['', 'A', 'b', '.', '\n', '\u0000', `${was}${was}`]
        .filter((is) => is !== was)
        .map((is) => token.slice(0, i) + is + token.slice(i + 1)),
    );
    expect(forged.length).toBeGreaterThan(400);
    expect(new Set(forged.map((one) => verdict(one, 'manage')))).toEqual(new Set(['forged']));
  });

  it('of one row or request is none of another, nor of none', () => {
    const marked = { purpose: 'manage', subject: idOf(ADA), about: '', expires: undefined } as const;
    const token = signLink(SUBSCRIPTION_SECRETS, { ...marked, epoch: 'abc', ref: 'def' });
    const [key, subject, , , epoch, ref, mac] = token.split('.');
    for (const parts of [
      [epoch, mac],
      [mac],
      [ref, epoch, mac],
      ['', ref, mac],
      [`${epoch}${ref}`, mac],
      [epoch, '', mac],
      [epoch, ref, '', mac],
      [epoch, ref, ref, mac],
    ])
      expect(verdict([key, subject, '', '', ...parts].join('.'), 'manage')).toBe('forged');
  });

  it('cannot be made longer-lived, somebody else’s, or of two', () => {
    const [key, subject, about, expires, mac] = aToken('manage').split('.');
    const later = (NOON / 1000 + 10 * HOUR).toString(36);
    for (const forged of [
      [key, subject, about, '', mac],
      [key, subject, about, later, mac],
      [key, idOf('bob@example.com'), about, expires, mac],
      [key, `${subject}\n${about}`, '', expires, mac],
      [key, subject, `${about}\n${expires}`, '', mac],
    ])
      expect(verdict(forged.join('.'), 'manage')).toBe('forged');
  });

  it('is forged whatever else it is, and never a failure of ours', () => {
    const part = fc.string({ unit: 'binary', maxLength: 120 });
    fc.assert(
      fc.property(part, part, part, part, (...parts) => {
        for (const key of ['k1', 'k2']) {
          expect(verdict([key, ...parts].join('.'), 'unsubscribe')).toBe('forged');
        }
      }),
    );
    expect(verdict(`k2.${'😀'.repeat(140)}..x.abc`, 'unsubscribe')).toBe('forged');
  });

  it('signed with a retired key lets its reader leave, and does nothing else', () => {
    const opened = PURPOSES.filter((purpose) => verdict(aToken(purpose, retired), purpose) === idOf(ADA));
    expect(opened).toEqual(['unsubscribe']);
  });

  it('ends at its instant, not a millisecond later', () => {
    const end = Math.floor((NOON + HOUR) / 1000) * 1000;
    expect(verdict(aToken('manage'), 'manage', end - 1)).toBe(idOf(ADA));
    expect(verdict(aToken('manage'), 'manage', end)).toBe('expired');
  });
});

describe('a link on the web', () => {
  it('too long for its signature is 403, and nothing for the log', async () => {
    const site = aSubscriberSite();
    for (const path of ['confirm', 'preferences', 'unsubscribe', 'manage'])
      expect((await site.get(`/${path}/k2.${'%F0%9F%98%80'.repeat(140)}..x.abc`)).status).toBe(403);
    expect(site.reported).toEqual([]);
  });

  it('that is another reader’s shows nothing of its owner', async () => {
    const site = aSubscriberSite();
    await site.ports.subscribers.put(aSubscriber(ADA, { name: 'Ada Lovelace' }));
    for (const purpose of ['preferences', 'unsubscribe', 'manage'] as const) {
      const page = await (
        await site.get(`/${purpose}/${site.token(purpose, ADA, '', site.now + HOUR)}`)
      ).text();
      expect(page).not.toMatch(/ada@|Lovelace/);
    }
  });
});

describe('signatures', () => {
  it('are compared in constant time wherever they are compared', () => {
    const folder = join(import.meta.dirname, '../../functions/domain');
    const signing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .toSorted()
      .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
      .filter(({ text }) => /const \w*[mM]ac = /.test(text));
    expect(signing.map(({ file }) => file)).toEqual(['limits/form-tokens.ts', 'subscribers/signed-link.ts']);
    expect(readFileSync(join(folder, 'hmac.ts'), 'utf8')).toContain('timingSafeEqual(a, b)');
    for (const { text } of signing) {
      const macs = text.match(/const \w*[mM]ac = /g)!.length;
      expect(text.match(/isSameSecret\(given, \w*[mM]ac\(/g)).toHaveLength(macs);
      expect(text).not.toMatch(
        /(\w*[mM]ac\([^)]*\)|expected|given) [=!]==? |[=!]==? (\w*[mM]ac\(|expected\b(?!\.length)|given\b)/,
      );
    }
  });
});
