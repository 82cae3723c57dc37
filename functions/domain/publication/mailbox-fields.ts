/** Reads senders and editors of publication.yaml: `Name <a@b>`, or the address alone. */
import { hostNameOf } from '../dns/host-name.ts';
import { addProblem } from '../problem.ts';
import { type Fields, lineOf, readText, reportFault } from '../source/yaml-fields.ts';
import { readTextList } from '../source/yaml-values.ts';
import type { Mailbox } from './publication.ts';

/** RFC 5321 §4.5.3.1 allows 64 octets before the @, 254 in all. Quoted local parts are not accepted here. */
const LOCAL_PART = /^(?=.{1,64}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Undefined if the text is not a mailbox. */
export function parseMailbox(written: string): Mailbox | undefined {
  const [, quoted, email] = /^(.*)<([^<>\s]+)>$/.exec(written) ?? [undefined, '', written];
  const name = quoted!
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
  const address = email!.length <= 254 && !/[<>"]/.test(name) ? addressOf(email!) : undefined;
  return address === undefined || address.length > 254 ? undefined : { name, email: address };
}

/** The address as written. A domain beyond ASCII is converted to Punycode, which every mail server accepts. */
function addressOf(written: string): string | undefined {
  const at = written.lastIndexOf('@');
  const [local, domain] = [written.slice(0, at), written.slice(at + 1)];
  if (at < 1 || !LOCAL_PART.test(local) || domain.endsWith('.')) return undefined;
  const name = hostNameOf(domain);
  if (name === undefined) return undefined;
  return name === domain.toLowerCase() ? written : `${local}@${name}`;
}

const MAILBOX_REMEDY = 'Write it as `Name <name@example.com>`.';

export function readMailboxField(fields: Fields, key: string): Mailbox | undefined {
  const written = readText(fields, key);
  if (written === undefined) return undefined;
  const found = parseMailbox(written);
  return (
    found ??
    reportFault(fields.site, lineOf(fields, key), `\`${key}\` holds no address we can use.`, MAILBOX_REMEDY)
  );
}

const mailboxKeyOf = ({ email }: { email: string }): string => email.toLowerCase();

/** Drops addresses that differ from an earlier one in case alone: one person would get every message twice. */
export const dropTwins = <T extends { email: string }>(all: readonly T[]): T[] =>
  all.filter((one, i) => all.findIndex((other) => mailboxKeyOf(other) === mailboxKeyOf(one)) === i);

export function readMailboxes(fields: Fields, key: string): Mailbox[] {
  const { problems, file } = fields.site;
  const all = readTextList(fields, key).flatMap(({ text: written, line }) => {
    const found = parseMailbox(written);
    if (!found) reportFault(fields.site, line, `\`${key}\` holds no address we can use.`, MAILBOX_REMEDY);
    return found ? [{ ...found, line }] : [];
  });
  const kept = dropTwins(all);
  for (const { email, line } of all.filter((one) => !kept.includes(one))) {
    const message = `\`${key}\` holds ${email} twice: the address counts once.`;
    addProblem(problems, { file, line, level: 'warning', message, remedy: 'Remove one of them.' });
  }
  return kept.map(({ name, email }) => ({ name, email }));
}
