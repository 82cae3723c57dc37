import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBroadsheetError } from '../../../functions/domain/error.ts';
import { addressKey, maskAddress, parseAddress } from '../../../functions/domain/subscribers/address.ts';
import { describeTypo, suggestAddress } from '../../../functions/domain/subscribers/address-suggestion.ts';

/** The sentence, or the address where there is none. */
function outcome(text: string): string {
  try {
    return parseAddress(text).email;
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'invalid') throw error;
    return `! ${error.message}`;
  }
}

describe('an address', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Stone+news@Example.COM \n', 'Ada.Stone+news@example.com'],
    ['\u200bada@example.com\ufeff', 'ada@example.com'],
    ["o'hara_{x}@sub.example.co.uk", "o'hara_{x}@sub.example.co.uk"],
    ['info@münchen.de', 'info@xn--mnchen-3ya.de'],
    ['info@mu\u0308nchen.de', 'info@xn--mnchen-3ya.de'],
    ['info@例え。テスト', 'info@xn--r8jz45g.xn--zckzah'],
    ['info@xn--mnchen-3ya.de', 'info@xn--mnchen-3ya.de'],
    ['a@b.museum', 'a@b.museum'],
  ])('%j is read as %s', (text, email) => expect(outcome(text)).toBe(email));

  it.each([
    ['', 'missing'],
    ['ada', 'not an email address'],
    ['@example.com', 'not an email address'],
    ['ada@', 'not an email address'],
    ['"ada stone"@example.com', 'quotation marks'],
    ['"a@b"@example.com', 'quotation marks'],
    ['ada@[192.0.2.1]', 'number in brackets'],
    ['ada@[IPv6:2001:db8::1]', 'number in brackets'],
    ['ada@192.0.2.1', 'not a domain name'],
    ['ada@0x7f.1', 'not a domain name'],
    ['ada@localhost', 'not a domain name'],
    ['ada@-example.com', 'not a domain name'],
    ['ada@example..com', 'not a domain name'],
    ['ada@example.com.', 'not a domain name'],
    ['ada@exa_mple.com', 'not a domain name'],
    ['ada@example.com/path', 'not a domain name'],
    ['ada@example.com:25', 'not a domain name'],
    ['ada@ex%61mple.com', 'not a domain name'],
    ['ada@user@example.com', 'not one that mail can be sent to'],
    ['.ada@example.com', 'not one that mail can be sent to'],
    ['ada..stone@example.com', 'not one that mail can be sent to'],
    ['ada stone@example.com', 'not one that mail can be sent to'],
    ['ada@example.com, bob@example.com', 'not one that mail can be sent to'],
    ['Ada <ada@example.com>', 'not one that mail can be sent to'],
    ['jörg@example.com', 'outside a to z'],
    ['ада@example.com', 'outside a to z'],
    ['ada@example.com\r\nBcc: bob@example.com', 'control character'],
    ['ada\u0000@example.com', 'control character'],
    ['ada@example\u0085.com', 'control character'],
    [`${'a'.repeat(65)}@example.com`, 'longer than 64'],
    [`${'a'.repeat(300)}@example.com`, 'longer than 254'],
    [`ada@${'a'.repeat(64)}.com`, 'not a domain name'],
    [`ada@${'ü'.repeat(60)}.${'ü'.repeat(60)}.${'ü'.repeat(60)}.de`, 'not a domain name'],
  ])('%j is refused: %s', (text, sentence) => expect(outcome(text)).toContain(`${sentence}`));

  it('of 64 characters before the @ and 254 in all is the longest', () => {
    const domain = `${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(57)}.com`;
    const longest = `${'a'.repeat(64)}@${domain}`;
    expect(longest).toHaveLength(254);
    expect(outcome(longest)).toBe(longest);
    expect(outcome(`${'a'.repeat(64)}@d${domain}`)).toContain('longer than 254');
  });

  it('is one person’s whatever its case, and another’s with a dot or a plus', () => {
    const key = (text: string) => parseAddress(text).key;
    expect(key('ADA@Example.com')).toBe(key('ada@example.COM'));
    expect(new Set(['ada.s@gmail.com', 'adas@gmail.com', 'adas+x@gmail.com'].map(key)).size).toBe(3);
  });

  it('is masked down to its first letter and its domain', () => {
    expect(maskAddress('ada.stone@example.com')).toBe('a…@example.com');
    expect(maskAddress('a@example.com')).toBe('a…@example.com');
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })).map(([a, b]) => `${a}@${b}`),
    fc.emailAddress({ size: 'large' }),
    fc.webUrl().map((url) => `a@${url}`),
  );

  it('is either refused as invalid, or safe in a header, short enough, and read again as itself', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const email = outcome(text);
        if (email.startsWith('! ')) return;
        expect(email).toMatch(/^[!-~]{1,64}@[a-z0-9.-]{3,}$/);
        expect(email).not.toMatch(/[\s<>()[\]\\,;:"]/);
        expect(email.length).toBeLessThanOrEqual(254);
        expect(parseAddress(email)).toEqual({ email, key: addressKey(email) });
      }),
      { numRuns: 3000 },
    );
  });

  it('that is refused is not repeated in the error', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{12}@[a-z]{12}$/), (text) => {
        expect(outcome(text)).not.toContain(text.slice(0, 12));
      }),
    );
  });
});

describe('a near-miss of a common domain', () => {
  it.each([
    ['ada@gmial.com', 'ada@gmail.com'],
    ['ada@gmai.com', 'ada@gmail.com'],
    ['ada@gmail.co', 'ada@gmail.com'],
    ['ada@gmail.con', 'ada@gmail.com'],
    ['ada@hotmial.com', 'ada@hotmail.com'],
    ['ada@outlok.com', 'ada@outlook.com'],
    ['ada@yahoo.co.ik', 'ada@yahoo.co.uk'],
    ['ada@my-firm.con', 'ada@my-firm.com'],
    ['ada@example.c', 'ada@example.com'],
    ['ada@gmail.c', 'ada@gmail.com'],
    ['ada@example.n', 'ada@example.net'],
  ])('%s suggests %s', (typed, meant) => expect(suggestAddress(typed)).toBe(meant));

  it.each([
    'ada@gmail.com',
    'ada@mail.com',
    'ada@ymail.com',
    'ada@gmx.at',
    'ada@example.com',
    'ada@email.com',
    'a@ml.com',
  ])('is not what %s is', (email) => expect(suggestAddress(email)).toBeUndefined());
});

describe('an address an operator typed', () => {
  it.each([
    ['z@gmial.com', 'Did you mean z@gmail.com?'],
    ['z@example.con', 'Did you mean z@example.com?'],
    ['z@a-domain-of-many-letters.c', 'No domain ends in `.c`: is the address whole?'],
    ['z@example.x', 'No domain ends in `.x`: is the address whole?'],
  ])('%s is doubted', (typed, doubt) => expect(describeTypo(typed)).toBe(doubt));

  it.each(['z@gmail.com', 'z@gmx.at', 'z@example.co', 'z@example.museum', 'z@xn--mnchen-3ya.example'])(
    '%s is not',
    (typed) => expect(describeTypo(typed)).toBeUndefined(),
  );
});
