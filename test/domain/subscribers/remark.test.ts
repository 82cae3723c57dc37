import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addRemark,
  cleanRemark,
  defangLinks,
  MAX_REMARK_LENGTH,
} from '../../../functions/domain/subscribers/remark.ts';
import type { Remark } from '../../../functions/domain/subscribers/subscriber.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

describe('a remark', () => {
  it.each([
    ['controls and line ends', 'so\u0000 many\r\n\u2028letters\u001b[31m', 'so many letters [31m'],
    ['marks that turn writing round', 'abc\u202etxt.exe\u2066 \u200fz', 'abctxt.exe z'],
    ['marks nobody sees', 'a\u200bb\u00adc\ufeffd\u{e0041}e', 'abcde'],
    ['halves of characters', 'a\ud83d b', 'a\ufffd b'],
  ])('is one line without %s', (_, typed, kept) => {
    expect(cleanRemark(typed)).toBe(kept);
  });

  it('keeps what scripts and emoji are joined by', () => {
    expect(cleanRemark('می‌خواهم 👩‍👧')).toBe('می‌خواهم 👩‍👧');
  });

  it('is 500 characters at most, whole ones, whatever is typed', () => {
    expect(cleanRemark(`${'x'.repeat(MAX_REMARK_LENGTH - 1)}😀`)).toBe('x'.repeat(MAX_REMARK_LENGTH - 1));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), (typed) => {
        const kept = cleanRemark(typed);
        expect(kept.length).toBeLessThanOrEqual(MAX_REMARK_LENGTH);
        expect(kept.isWellFormed()).toBe(true);
        expect(kept).not.toMatch(/\p{Cc}/u);
        expect(cleanRemark(kept)).toBe(kept);
      }),
    );
  });
});

describe('a link in a remark', () => {
  it.each([
    ['see http://evil.example/a?b=c.d', 'see http[:]//evil[.]example/a?b=c[.]d'],
    ['HTTPS://1.2.3.4/x', 'HTTPS[:]//1[.]2[.]3[.]4/x'],
    ['www.evil.example', 'www[.]evil[.]example'],
    ['evil.example', 'evil[.]example'],
    ['write to eve@evil.example', 'write to eve[@]evil[.]example'],
    ['mailto:eve, javascript:alert(1), tel:+49', 'mailto[:]eve, javascript[:]alert(1), tel[:]+49'],
    ['münchen。example and \\\\host\\share', 'münchen[。]example and [\\]\\host\\share'],
    ['evil.\u200dexample', 'evil[.]\u200dexample'],
    ['s3://bucket', 's3[:]//bucket'],
  ])('%s is dead', (text, dead) => {
    expect(defangLinks(text)).toBe(dead);
  });

  it.each(['At 10:30, 3.50 € on 24.12.2026.', 'Well... bye :-) @ home', 'Reason: too long. Sorry!'])(
    '%s stays as it is',
    (text) => expect(defangLinks(text)).toBe(text),
  );
});

describe('remarks of one reader', () => {
  const said = (changes: Partial<Remark> = {}): Remark => ({
    ...{ at: NOON, newsletter: 'daily', left: ['daily'], reason: 'other', text: 'a', ...changes },
  });

  it('are one per link and day: the last word, at the time of the first', () => {
    const first = addRemark(aSubscriber('a@example.com'), said()).subscriber!;
    const second = addRemark(first, said({ at: NOON + DAY - 1, text: 'b' })).subscriber!;
    expect(second.remarks).toEqual([said({ text: 'b' })]);
    const third = addRemark(second, said({ at: NOON + DAY, text: 'c' })).subscriber!;
    expect(third.remarks?.map(({ text }) => text)).toEqual(['b', 'c']);
    const other = addRemark(third, said({ at: NOON + DAY, newsletter: '' })).subscriber!;
    expect(other.remarks).toHaveLength(3);
  });

  it('said again are kept already; after coming back and leaving again they are said anew', () => {
    const gone = aSubscriber('a@example.com', { status: 'unsubscribed', changedAt: NOON - 1 });
    const first = addRemark(gone, said()).subscriber!;
    expect(addRemark(first, said({ at: NOON + 1 })).subscriber).toBeUndefined();
    expect(addRemark(first, said({ at: NOON + 9 * DAY })).subscriber).toBeUndefined();
    const again = { ...first, changedAt: NOON + 8 * DAY };
    expect(addRemark(again, said({ at: NOON + 9 * DAY })).subscriber?.remarks).toHaveLength(2);
  });

  it('are ten, the newest', () => {
    let reader = aSubscriber('a@example.com');
    for (let n = 0; n < 15; n++)
      reader = addRemark(reader, said({ at: NOON + n * DAY, text: `${n}` })).subscriber!;
    expect(reader.remarks?.map(({ text }) => text)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map(String));
  });
});
