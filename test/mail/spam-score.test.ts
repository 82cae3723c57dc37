/** A letter that costs points at a filter before anybody has read it is lost in part; each kind is looked at by one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { composeEveryMessage, type MessageVariant } from '../support/builders/every-message.ts';
import { type SpamReport, scoreAll } from '../support/probes/spamassassin.ts';

const KINDS = [
  ...['edition', 'an older edition', 'digest', 'digest of one', 'alert', 'confirm', 'welcome'],
  ...[
    'edition of every construct',
    'edition of a few words',
    'edition of pictures',
    'edition of large pictures',
  ],
  ...['link to manage', 'link to preferences', 'change of address', 'already a subscriber'],
  ...['proof', 'proof held', 'test', 'alarm', 'proof with both links', 'alarm of a run', 'remark'],
];
const VARIANTS: [name: string, variant: MessageVariant][] = [
  ['in English', {}],
  ['in English, without a logo', { logo: false }],
  ['in German', { language: 'de' }],
  ['in German, without a logo', { language: 'de', logo: false }],
  ['from right to left', { language: 'he' }],
];

describe.each(VARIANTS)('SpamAssassin %s', (_, variant) => {
  let reports: ReadonlyMap<string, SpamReport>;
  beforeAll(async () => {
    reports = scoreAll(await composeEveryMessage(variant));
  });

  it('is shown every kind of message', () => {
    expect([...reports.keys()].sort()).toEqual([...KINDS].sort());
  });

  it.each(KINDS)('gives no point to a message of the kind: %s', (kind) => {
    const { score, hits } = reports.get(kind)!;
    expect(score, hits).toBeLessThanOrEqual(0);
    expect(hits).not.toContain('HTML_FONT_LOW_CONTRAST');
  });
});

describe('SpamAssassin', () => {
  const messageOf = (text: string) =>
    new TextEncoder().encode(`From: a@reader.example\r\nSubject: Hello\r\n\r\n${text}\r\n`);

  it('does give points where a message deserves them, and to that one alone', () => {
    // GTUBE, the filter's own test string.
    const spam = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
    const reports = scoreAll(
      new Map([
        ['ham', messageOf('Hi.')],
        ['spam', messageOf(spam)],
        ['tea', messageOf('Tea?')],
      ]),
    );
    expect(reports.get('spam')!.score).toBeGreaterThan(900);
    expect(reports.get('ham')!.score).toBeLessThan(100);
    expect(reports.get('tea')!.score).toBeLessThan(100);
  });
});
