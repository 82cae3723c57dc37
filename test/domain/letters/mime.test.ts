import { describe, expect, it } from 'vitest';
import {
  cleanHeader,
  encodeMailbox,
  encodePhrase,
  encodeQuotedPrintable,
  encodeUnstructured,
  encodeWords,
  quoteLine,
  requireSafeAddress,
} from '../../../functions/domain/letters/mime.ts';

const linesOf = (text: string) => text.split('\r\n');

describe('quoted-printable (RFC 2045 §6.7)', () => {
  it.each([
    ['plain text', 'Hello.', 'Hello.'],
    ['an equals sign', '1 + 1 = 2', '1 + 1 =3D 2'],
    ['an umlaut', 'Grüße', 'Gr=C3=BC=C3=9Fe'],
    ['an emoji', '🚌', '=F0=9F=9A=8C'],
    ['half of an emoji', '\ud83d', '=EF=BF=BD'],
    ['a dot alone on a line', 'a\n.\nb', 'a\r\n.\r\nb'],
    ['a line break of any machine', 'a\r\nb\rc\nd', 'a\r\nb\r\nc\r\nd'],
    ['a blank before a break', 'a \nb', 'a=20\r\nb'],
    ['a tab before a break', 'a\t\nb', 'a=09\r\nb'],
    ['NUL', 'a\u0000', 'a=00'],
  ])('of %s', (_, text, encoded) => {
    expect(encodeQuotedPrintable(text)).toBe(encoded);
  });

  it.each([
    [75, 1],
    [76, 2],
    [150, 2],
    [151, 3],
  ])('of %d letters has %d lines, of 76 at most', (length, count) => {
    const lines = linesOf(quoteLine('x'.repeat(length)));
    expect(lines).toHaveLength(count);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
    expect(linesOf(quoteLine(`${'x'.repeat(length - 1)} `))).toHaveLength(count);
  });

  it.each([74, 75, 76])('of %d columns that end in a blank has no line that is too long', (length) => {
    const lines = linesOf(encodeQuotedPrintable(`${'x'.repeat(length - 1)} \nnext`));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
  });
});

describe('a header', () => {
  it.each([
    ['plain', 'Monday', 'Subject: Monday\r\n'],
    ['with a line break', 'Hi\r\nBcc: all@example.com', 'Subject: Hi Bcc: all@example.com\r\n'],
    ['with a separator of Unicode', 'a\u2028b', 'Subject: a b\r\n'],
    ['with an umlaut', 'Zoë was here', 'Subject: =?UTF-8?Q?Zo=C3=AB_was_here?=\r\n'],
    // Base64 where that is shorter.
    ['with an umlaut in a short word', 'Grün', 'Subject: =?UTF-8?B?R3LDvG4=?=\r\n'],
    ['that looks encoded', '=?UTF-8?Q?x?=', 'Subject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=\r\n'],
    ['in Japanese', '新聞', 'Subject: =?UTF-8?B?5paw6IGe?=\r\n'],
    ['empty', '', 'Subject: \r\n'],
  ])('%s', (_, value, line) => {
    expect(encodeUnstructured('Subject', value)).toBe(line);
  });

  it.each([
    ['of plain words', 'word '.repeat(40)],
    ['of umlauts', 'Grüße '.repeat(40)],
    ['of emoji', '🚌'.repeat(60)],
    ['of one word without end', 'x'.repeat(300)],
  ])('%s is folded, and no line is longer than 76', (_, value) => {
    const lines = linesOf(encodeUnstructured('Subject', value)).slice(0, -1);
    expect(lines.length).toBeGreaterThan(1);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
    expect(lines.slice(1).every((line) => line.startsWith(' '))).toBe(true);
  });

  it('cuts encoded words between characters, never within one', () => {
    const words = encodeWords('🚌'.repeat(40), 9).split('\r\n ');
    const texts = words.map((word) => Buffer.from(word.slice('=?UTF-8?B?'.length, -2), 'base64').toString());
    expect(texts.join('')).toBe('🚌'.repeat(40));
    expect(texts.every((text) => /^(🚌)+$/u.test(text))).toBe(true);
  });

  it.each([
    ['a\tb\u0000c  d', 'a b c d'],
    ['\r\n x \r\n', 'x'],
  ])('%j is the line %j', (text, line) => {
    expect(cleanHeader(text)).toBe(line);
  });
});

describe('a mailbox', () => {
  it.each([
    ['Ada', '"Ada" <ada@example.com>'],
    ['Stone, "Ada"', '"Stone, \\"Ada\\"" <ada@example.com>'],
    ['Zoë', '=?UTF-8?Q?Zo=C3=AB?= <ada@example.com>'],
    ['', '<ada@example.com>'],
    ['\r\n', '<ada@example.com>'],
    ['x'.repeat(50), `"${'x'.repeat(50)}" <ada@example.com>`],
    ['x'.repeat(51), `"${'x'.repeat(51)}"\r\n <ada@example.com>`],
  ])('of %j is %s', (name, header) => {
    expect(encodeMailbox('From', { name, email: 'ada@example.com' })).toBe(header);
  });

  it.each([
    ['ada+news@example.com', true],
    [`${'a'.repeat(64)}@example.com`, true],
    [`${'a'.repeat(65)}@example.com`, false],
    [`a@${'b'.repeat(252)}`, true],
    [`a@${'b'.repeat(253)}`, false],
    ['ada@example.com\r\nBcc: all@example.com', false],
    ['ada <ada@example.com>', false],
    ['"ada"@example.com', false],
    ['ada,ben@example.com', false],
    ['ädä@example.com', false],
    ['ada', false],
  ])('at %j may stand in a header: %s', (email, may) => {
    if (may) expect(requireSafeAddress(email)).toBe(email);
    else expect(() => requireSafeAddress(email)).toThrow(/not an address/);
  });

  it.each([
    ['The Brief', 0, '"The Brief"'],
    ['The Brief', 70, '=?UTF-8?Q?T?=\r\n =?UTF-8?Q?he_Brief?='],
    ['Zoë', 0, '=?UTF-8?Q?Zo=C3=AB?='],
  ])('with the phrase %j behind %d columns is %s', (text, used, written) => {
    expect(encodePhrase(text, used)).toBe(written);
  });
});
