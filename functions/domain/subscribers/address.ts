/** Email addresses: parsed strictly, kept as typed, compared by a key, shown masked. */
import { BroadsheetError } from '../error.ts';
import { trim } from '../text/trim.ts';

/** `email` is the address that mail is sent to: local part as typed, domain in Punycode. `key` is its lower-cased form. */
export type Address = { email: string; key: string };

/** RFC 5321 §4.5.3.1. */
const MAX_LOCAL_LENGTH = 64;
const MAX_ADDRESS_LENGTH = 254;

/** The dot-atom of RFC 5322 §3.2.3, which is all that SES accepts, too. */
const LOCAL_PATTERN = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Letters, marks and digits of any script, hyphens and dots (also U+3002 and its like, UTS 46): no character that delimits a URL. */
const DOMAIN_PATTERN = /^[\p{L}\p{M}\p{N}\-.\u3002\uff0e\uff61]+$/u;
const LABEL_PATTERN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Blanks, and invisible characters that come with a copied address: joiners, direction marks, byte order mark. */
const EDGE_CHARACTER = /[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

const CHECK_REMEDY = 'Check it for a slip of the keyboard; it should look like name@example.com.';

/** Faults of an address, each with message and remedy. Pages take their words from `signup.address-<fault>`. */
const FAULT_MESSAGES = {
  missing: ['The email address is missing.', 'Type it in, such as name@example.com.'],
  control: ['The email address holds a control character.', CHECK_REMEDY],
  long: [
    `The email address is longer than ${MAX_ADDRESS_LENGTH} characters.`,
    'Use a shorter one; mail cannot be sent to it.',
  ],
  'no-address': ['That is not an email address.', CHECK_REMEDY],
  quoted: [
    'The part before the @ is in quotation marks.',
    'Use an address without them; many mail services refuse it.',
  ],
  script: [
    'The part before the @ has letters outside a to z.',
    'Use an address in plain letters and digits; our mail service cannot write to others. The part after the @ may be in any script.',
  ],
  'long-name': [
    `The part before the @ is longer than ${MAX_LOCAL_LENGTH} characters.`,
    'Use a shorter address.',
  ],
  name: ['The part before the @ is not one that mail can be sent to.', CHECK_REMEDY],
  brackets: [
    'The part after the @ is a number in brackets.',
    'Use an address with a domain name, such as example.com.',
  ],
  domain: ['The part after the @ is not a domain name.', CHECK_REMEDY],
} as const;

export type AddressFault = keyof typeof FAULT_MESSAGES;
export const ADDRESS_FAULTS = Object.keys(FAULT_MESSAGES) as AddressFault[];

/** Parses a typed address. Throws `invalid` with a sentence for the person who typed it; the sentence never holds the address. */
export function parseAddress(text: string): Address {
  const read = readAddress(text);
  if (typeof read === 'object') return read;
  const [message, remedy] = FAULT_MESSAGES[read];
  throw new BroadsheetError('invalid', message, { remedy });
}

/** The parsed address, or its fault. */
export function readAddress(text: string): Address | AddressFault {
  const typed = trim(text.toWellFormed(), EDGE_CHARACTER).normalize('NFC');
  if (typed === '') return 'missing';
  if (/[\u0000-\u001f\u007f-\u009f]/.test(typed)) return 'control';
  if (typed.length > MAX_ADDRESS_LENGTH) return 'long';
  const at = typed.lastIndexOf('@');
  if (at < 1 || at === typed.length - 1) return 'no-address';
  const local = typed.slice(0, at);
  const domain = typed.slice(at + 1);
  const fault = findLocalFault(local) ?? (domain.startsWith('[') ? 'brackets' : undefined);
  if (fault) return fault;
  const ascii = domainToAscii(domain);
  if (ascii === undefined) return 'domain';
  const email = `${local}@${ascii}`;
  return email.length > MAX_ADDRESS_LENGTH ? 'long' : { email, key: email.toLowerCase() };
}

function findLocalFault(local: string): AddressFault | undefined {
  if (local.startsWith('"') || local.endsWith('"')) return 'quoted';
  if (/[^\u0000-\u007f]/.test(local)) return 'script';
  if (local.length > MAX_LOCAL_LENGTH) return 'long-name';
  return LOCAL_PATTERN.test(local) ? undefined : 'name';
}

/** The domain in Punycode, by UTS 46 as the WHATWG URL parser applies it; undefined if the text is no domain name. */
function domainToAscii(domain: string): string | undefined {
  const url = DOMAIN_PATTERN.test(domain) ? URL.parse(`http://${domain}`) : null;
  const labels = url?.hostname.split('.') ?? [];
  const top = labels.at(-1) ?? '';
  const isDomain =
    labels.length >= 2 && !/^\d+$/.test(top) && labels.every((label) => LABEL_PATTERN.test(label));
  return isDomain ? labels.join('.') : undefined;
}

/** The key of an address that was parsed before. */
export const addressKey = (email: string): string => email.toLowerCase();

/** `a…@example.com`: the owner recognises the address, while a person who got the letter forwarded cannot mail to it. */
export const maskAddress = (email: string): string =>
  `${email.slice(0, 1)}…${email.slice(email.lastIndexOf('@'))}`;
