import { expect, it } from 'vitest';
import { dropTwins, parseMailbox } from '../../../functions/domain/publication/mailbox-fields.ts';

const local = (length: number) => `${'a'.repeat(length)}@example.com`;

it.each([
  ['ada@example.com', '', 'ada@example.com'],
  ['Ada <ada@example.com>', 'Ada', 'ada@example.com'],
  ['"Stone, Ada" <ada@example.com>', 'Stone, Ada', 'ada@example.com'],
  ['  Ada   <Ada@Example.COM>', 'Ada', 'Ada@Example.COM'],
  ['ada+news@example.com', '', 'ada+news@example.com'],
  // Mail servers take a domain in Punycode alone.
  ['ada@größe.example', '', 'ada@xn--gre-6ka8i.example'],
  [local(64), '', local(64)],
])('%j is the mailbox of %j at %s', (written, name, email) => {
  expect(parseMailbox(written)).toEqual({ name, email });
});

it.each([
  ['nothing', ''],
  ['a name', 'Ada'],
  ['no local part', '@example.com'],
  ['no domain', 'ada@'],
  ['two addresses', 'ada@example.com, ben@example.com'],
  ['a quoted local part', '"ada"@example.com'],
  ['a local part in Cyrillic', 'ада@example.com'],
  ['a dot at its end', 'ada.@example.com'],
  ['a domain that ends in a dot', 'ada@example.com.'],
  ['65 characters before the @', local(65)],
  ['a bracket in the name', 'Ada> <ada@example.com>'],
  ['a header', 'ada@example.com\r\nBcc: all@example.com'],
  ['a name behind the address', '<ada@example.com> Ada'],
])('%s is no mailbox: %j', (_, written) => {
  expect(parseMailbox(written)).toBeUndefined();
});

it.each([
  ['in capitals', ['Ada@example.com', 'ada@example.com'], ['Ada@example.com']],
  ['of another person', ['ada@example.com', 'ben@example.com'], ['ada@example.com', 'ben@example.com']],
])('of addresses the same %s (%j) stands once: %j', (_, emails, kept) => {
  expect(dropTwins(emails.map((email) => ({ email }))).map(({ email }) => email)).toEqual(kept);
});
