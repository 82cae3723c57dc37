/** Senders and editors as publication.yaml names them: `Name <a@b>`, or the address alone. */
import { texts } from './field-values.ts';
import { type Fields, lineOf, report, text } from './fields.ts';
import { addProblem } from './problem.ts';
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

const nameOf = ({ email }: { email: string }): string => email.toLowerCase();

/** Of addresses that differ in case alone the first stands: it is one person, who would be told twice. */
export const withoutTwins = <T extends { email: string }>(all: readonly T[]): T[] =>
  all.filter((one, i) => all.findIndex((other) => nameOf(other) === nameOf(one)) === i);

export function mailboxes(fields: Fields, key: string): Mailbox[] {
  const { problems, file } = fields.site;
  const all = texts(fields, key).flatMap(({ text: written, line }) => {
    const found = parseMailbox(written);
    if (!found) report(fields.site, line, `\`${key}\` holds no address we can use.`, REMEDY);
    return found ? [{ ...found, line }] : [];
  });
  const kept = withoutTwins(all);
  for (const { email, line } of all.filter((one) => !kept.includes(one))) {
    const message = `\`${key}\` holds ${email} twice: it counts once.`;
    addProblem(problems, { file, line, level: 'warning', message, remedy: 'Remove one of them.' });
  }
  return kept.map(({ name, email }) => ({ name, email }));
}
