import { describe, expect, it } from 'vitest';
import { hostNameOf, isHostName } from '../../../functions/domain/dns/host-name.ts';
import { parseMailbox } from '../../../functions/domain/publication/mailbox-fields.ts';

describe('a name of a host', () => {
  it.each([
    ['paper.press', 'paper.press'],
    ['News.Paper.CO.UK', 'news.paper.co.uk'],
    ['paper.press.', 'paper.press'],
    ['müller.de', 'xn--mller-kva.de'],
    ['ПРИМЕР.рф', 'xn--e1afmkfd.xn--p1ai'],
    ['xn--e1afmkfd.xn--p1ai', 'xn--e1afmkfd.xn--p1ai'],
    ['1paper.press', '1paper.press'],
  ])('%s is %s', (written, name) => {
    expect(hostNameOf(written)).toBe(name);
    expect(isHostName(name)).toBe(true);
  });

  it.each([
    ...['', '.', 'press', 'paper..press', '-x.press', 'x-.press', 'a_b.press', '*.paper.press', '192.0.2.1'],
    ...[
      'paper.press:8443',
      'paper.press/',
      'me@müller.de',
      'müller.de/x',
      'mü ller.de',
      'paper.press..',
      '[::1]',
    ],
    ...[`${'x'.repeat(64)}.press`, `${'abcdefgh.'.repeat(30)}press`, 'paper.p', '0x7f.1', '%65.press'],
  ])('%j is none', (written) => {
    expect(hostNameOf(written)).toBeUndefined();
  });
});

describe('an address of publication.yaml', () => {
  it.each([
    ['Ed <Me@Paper.Press>', 'Me@Paper.Press'],
    ['me@müller.de', 'me@xn--mller-kva.de'],
    ['a@x.xn--p1ai', 'a@x.xn--p1ai'],
    ["o'hara+x@paper.press", "o'hara+x@paper.press"],
  ])('%s is %s', (written, email) => {
    expect(parseMailbox(written)?.email).toBe(email);
  });

  it.each([
    ...['.a@paper.press', 'a.@paper.press', 'a..b@paper.press', 'a@paper.press.', 'a@x.123', 'a@-x.press'],
    ...[
      'ä@paper.press',
      'a@b@paper.press',
      `${'a'.repeat(65)}@paper.press`,
      `a@${'x'.repeat(64)}.press`,
      '@paper.press',
    ],
  ])('%j is none, as SES would say later', (written) => {
    expect(parseMailbox(written)).toBeUndefined();
  });
});
