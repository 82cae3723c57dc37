/** A letter that costs points at a filter before anybody has read it is lost in part; each kind is looked at by one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { composeEveryMessage } from '../support/builders/every-message.ts';
import { scoreOf } from '../support/probes/spamassassin.ts';

const KINDS = [
  ...['edition', 'an older edition', 'digest', 'digest of one', 'alert', 'confirm', 'welcome'],
  ...['link to manage', 'link to preferences', 'change of address', 'proof', 'proof held', 'test', 'alarm'],
  ...['proof with both links', 'alarm of a run', 'remark'],
];

describe('SpamAssassin', () => {
  let messages: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    messages = await composeEveryMessage();
  });

  it('is shown every kind of message', () => {
    expect([...messages.keys()].sort()).toEqual([...KINDS].sort());
  });

  it.each(KINDS)('gives no point to a message of the kind: %s', (kind) => {
    const { score, hits } = scoreOf(messages.get(kind)!);
    expect(score, hits).toBeLessThanOrEqual(0);
    expect(hits).not.toContain('HTML_FONT_LOW_CONTRAST');
  });

  it('does give points where a message deserves them', () => {
    // GTUBE, the filter's own test string.
    const spam = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
    const message = `From: a@reader.example\r\nSubject: Hello\r\n\r\n${spam}\r\n`;
    expect(scoreOf(new TextEncoder().encode(message)).score).toBeGreaterThan(100);
  });
});
