/** Senders and editors as publication.yaml names them: `Name <a@b>`, or the address alone. */
import { texts } from './field-values.ts';
import { type Fields, lineOf, report, text } from './fields.ts';
import type { Mailbox } from './publication.ts';

/** RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all; no quoted local parts in a sender of ours. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z0-9-]{2,}$/;

/** `undefined`: not a mailbox. */
export function parseMailbox(written: string): Mailbox | undefined {
  const [, quoted, email] = /^(.*)<([^<>\s]+)>$/.exec(written) ?? [undefined, '', written];
  const name = quoted!
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
  const valid = email!.length <= 254 && ADDRESS.test(email!) && !email!.includes('..') && !/[<>"]/.test(name);
  return valid ? { name, email: email! } : undefined;
}

const REMEDY = 'Write it as `Name <name@example.com>`.';

export function mailbox(fields: Fields, key: string): Mailbox | undefined {
  const written = text(fields, key);
  if (written === undefined) return undefined;
  const found = parseMailbox(written);
  return found ?? report(fields.site, lineOf(fields, key), `\`${key}\` holds no address we can use.`, REMEDY);
}

export const mailboxes = (fields: Fields, key: string): Mailbox[] =>
  texts(fields, key).flatMap(
    (written) =>
      parseMailbox(written.text) ??
      report(fields.site, written.line, `\`${key}\` holds no address we can use.`, REMEDY) ??
      [],
  );
