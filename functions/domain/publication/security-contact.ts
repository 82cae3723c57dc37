/** Reads `security` of publication.yaml and writes /.well-known/security.txt from it (RFC 9116). */
import { type Fields, reportFault } from '../source/yaml-fields.ts';
import { readTextList } from '../source/yaml-values.ts';
import { DAY, formatRfc3339, type Instant } from '../time/instant.ts';
import { parseMailbox } from './mailbox-fields.ts';

const SECURITY_KEY = 'security';
/** RFC 9116 §2.5.5 recommends less than a year. */
const VALID_FOR = 180 * DAY;
const MAX_CONTACT_LENGTH = 2000;
/** The characters of a URI (RFC 3986 §2): no blank, no line break, nothing beyond ASCII. */
const URI = /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/;

/** The contacts for security reports, by preference: `mailto:` and `https:` URIs. Undefined if the publication names none. */
export function readSecurityContacts(fields: Fields): readonly string[] | undefined {
  const contacts = readTextList(fields, SECURITY_KEY).flatMap(({ text, line }) => {
    if (isContact(text)) return [text];
    const address = parseMailbox(text)?.email;
    const remedy = address
      ? `Write \`mailto:${address}\`.`
      : 'Write `mailto:security@example.com`, or the https URL of a page.';
    return reportFault(fields.site, line, `\`${SECURITY_KEY}\` holds no contact we can use.`, remedy) ?? [];
  });
  return contacts.length > 0 ? contacts : undefined;
}

function isContact(text: string): boolean {
  if (text.length > MAX_CONTACT_LENGTH || !URI.test(text)) return false;
  const email = /^mailto:([^?#]*)(\?[^#]*)?$/i.exec(text)?.[1];
  if (email !== undefined) return parseMailbox(email) !== undefined;
  const url = /^https:\/\/[^/@]+(\/|\?|#|$)/i.test(text) ? URL.parse(text) : null;
  return url !== null && url.hostname !== '';
}

export type SecurityText = { contacts: readonly string[]; base: string; language: string; now: Instant };

/** The text stays the same for a day; `until` is the instant from which its date of expiry changes. */
export function writeSecurityText({ contacts, base, language, now }: SecurityText): {
  text: string;
  until: Instant;
} {
  const today = Math.floor(now / DAY) * DAY;
  const lines = [
    ...contacts.map((contact) => `Contact: ${contact}`),
    `Expires: ${formatRfc3339(today + VALID_FOR)}`,
    `Preferred-Languages: ${language}`,
    // §2.5.2: a web URI begins with https.
    ...(base.startsWith('https:') ? [`Canonical: ${base}/.well-known/security.txt`] : []),
  ];
  return { text: lines.map((line) => `${line}\n`).join(''), until: today + DAY };
}
