/**
 * Whose fault a refusal is: one closed union for SMTP answers, SES answers and SES bounce events (hard bounce, soft bounce, policy
 * refusal). A complaint comes after a delivery and is no refusal (feedback.ts).
 *
 * The recipient's side chooses much of an answer's text: its address, its domain, the words of its server. An answer about one recipient
 * therefore decides about that recipient only. A fault that concerns all recipients needs a code or a phrase that no address can
 * contain.
 */

/**
 * `recipient`: this mailbox. `message`: its content or size. `account`: the publication's login, quota or sender. `provider`: the provider
 * is busy or cannot be reached for now.
 */
export type RefusalCause = 'recipient' | 'message' | 'account' | 'provider';

/**
 * `address`: the mailbox does not exist or takes no mail at all (a hard bounce). `full`: the mailbox is full. `policy`: the recipient's
 * side refuses this sender. `quota`: the account has used up its quota. `unclear`: the answer does not tell whose fault it is.
 */
export type Refusal =
  | { fault: 'recipient'; why: 'address' | 'full' | 'policy' | 'other' }
  | { fault: 'message' }
  | { fault: 'account'; why: 'quota' | 'sender' }
  | { fault: 'unclear' };

/** An enhanced status code (RFC 3463) that is no part of an IP address or of a version number. */
const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/;

/** The first enhanced status code of a text; empty if there is none. */
export const enhancedCode = (text: string): string => ENHANCED.exec(text)?.[1] ?? '';

const isOneOf =
  (...codes: RegExp[]) =>
  (code: string): boolean =>
    codes.some((pattern) => pattern.test(code));

/**
 * RFC 3463 §3.2: X.1.0 to X.1.6 and X.1.10 (RFC 7505, null MX) name the recipient's address; X.2.1 a disabled mailbox. RFC 5248
 * X.7.13 a disabled account; RFC 7293 X.7.17 and X.7.18 an owner who has changed. Exchange Online: 5.7.124 and 5.7.133 to 5.7.136,
 * groups and mailboxes that take no mail from outside.
 */
const isAddressCode = isOneOf(/^5\.1\.([0-6]|10)$/, /^5\.2\.1$/, /^5\.7\.(13|17|18|124|13[3-6])$/);
/** RFC 3463 §3.2, §3.4, §3.7: too long for the mailbox, too big for the system, media and content. */
const isContentCode = isOneOf(/^5\.2\.3$/, /^5\.3\.4$/, /^5\.6\.\d+$/);
/** RFC 3463 §3.2: the sender's address. RFC 4954 §6: authentication that is required, too weak or wrong. */
const isSenderCode = isOneOf(/^5\.1\.[78]$/, /^5\.7\.([89]|11)$/);
const isPolicyCode = isOneOf(/^[45]\.7\.\d+$/);

/** True if the code means that the recipient's side refuses this sender: SPF, DKIM, DMARC, reputation, a block list or its address. */
export const refusesSender = (code: string): boolean =>
  /^5\./.test(code) && (isPolicyCode(code) || isSenderCode(code)) && !isAddressCode(code);

/** True if the code means that this mailbox never takes mail. */
export const namesMailbox = isAddressCode;
export const namesContent = isContentCode;

/**
 * Words seen from Google ("Daily user sending quota exceeded", 5.4.5), cPanel ("has exceeded the max emails per hour"), Mailgun, OVH, IONOS
 * and Brevo.
 */
const SENDING_QUOTA = [
  /\b(sending|send|outgoing|outbound|smtp|daily|hourly|monthly|account|plan|message|messages|email|emails|mail|mails|recipient|recipients|submission)\b[^.;:]{0,40}\b(quota|limit|limits|credits|allowance)\b/i,
  /\b(quota|limit|limits|allowance)\b[^.;]{0,40}\b(per|for|on|of)\b[^.;]{0,20}\b(day|hour|minute|month|sending|messages|emails|account|sender|domain)\b/i,
  /\bmax(imum)?\b[^.;]{0,20}\b(emails|messages|mails|recipients)\b[^.;]{0,20}\bper\b/i,
  /\b(out of|no|not enough|insufficient)\b[^.;]{0,12}\bcredits?\b/i,
  /\btoo many (messages|emails|mails)\b/i,
];
/** Words that always accompany a quota of the mailbox. */
const MAILBOX_FULL = /\b(mailbox|inbox|maildir|storage|disk|space|full|over ?quota|overquota)\b/i;
const QUOTA_PASSED = /exceed|reach|over|hit|used up|too many|out of|no |not enough|insufficient|max/i;

/** Postfix "Relay access denied", Exim "relay not permitted", Exchange "Unable to relay", qmail "isn't in my list of allowed rcpthosts". */
const RELAY =
  /\brelay(ing)?( access)?( is| was)? (denied|not permitted|not allowed|prohibited|forbidden|disabled)|\b(unable|not allowed|not permitted|refused|cannot|won.t) to relay|\bdo(es)? not relay|\bno relay(ing)?( allowed| permitted)?\b|list of allowed rcpthosts/i;
/** Words of servers about the account that submits the mail: its sender or its login. */
const ACCOUNT =
  /\bauthenticat\w* (is )?(required|failed|needed)|\b(must|need to|please|not) (first )?(authenticat|log ?in|logged in)|\baccount\b[^.;]{0,30}\b(is |has been |was )?(suspended|disabled for sending|blocked|locked|paused|restricted|not (yet )?activated)|\bsending (is |has been )?(paused|disabled|suspended|blocked)|\bsender (address|domain)\b[^.;]{0,30}\b(rejected|not (owned|verified|allowed|authori[sz]ed)|unverified|does not (exist|resolve))|\bnot (owned|allowed|authori[sz]ed) (by|to send|as|for)\b[^.;]{0,20}\b(user|sender|from|as)\b|\bunverified (sender|domain|from)/i;
/** Words of virus scanners, the provider's own spam filters, size limits and header checks. */
const CONTENT = /\b(spam|virus|malware|phishing|content|attachment|headers?|body|mime|rfc ?5?[28]22)\b/i;

/** RFC 1870 §6.1: the message is too large. */
const SIZE = /\b(message|mail|size)\b[^.;]{0,30}\b(too (big|large|long)|size|exceeds)|\bsize limit\b/i;
/** SPF, DKIM, DMARC, block lists, and words of filters that send no enhanced code. */
const POLICY =
  /\b(spf|dkim|dmarc|dnsbl|rbl|black ?list\w*|block ?list\w*|blocked|banned|reputation|policy|spam\w*|prohibit\w*|access denied|not accepted from)\b/i;
/** The sender could not be verified, or its server has no name. The rest of such an answer is not about the recipient. */
const SENDER_UNVERIFIED =
  /\bsender\b[^.;]{0,20}\bverif|\bverif[^.;]{0,20}\bsender\b|\bverification failed\b|\b(helo|ehlo|reverse dns|rdns|ptr)\b|\bclient host\b/i;
/** Gmail: "The user you are trying to contact is receiving mail at a rate that …". */
const BUSY = /\breceiving (e?mail|messages) (at a rate|too)/i;
/** Words of Exim, Sendmail, Exchange, Yahoo and the large providers for a mailbox that does not exist, where they send no enhanced code. */
const NO_SUCH_MAILBOX =
  /\b(user|mailbox|recipient|address|account|alias)\b[^.;]{0,40}\b(unknown|not found|not exist|doesn.?t exist|does not exist|unavailable|disabled|inactive|invalid|no longer|not here|unroutable)|\b(user|recipient)\b[^.;]{0,20}\bdoesn.?t have an?\b|\b(no such|unknown|invalid|unrouteable|unroutable|bad|nonexistent|non-existent)\b[^.;]{0,20}\b(user|mailbox|recipient|address|person|account|local)/i;

/** The answered command: RCPT TO (`recipient`), DATA with the message (`content`), or another, which affects all messages (`session`). */
export type RefusedCommand = 'recipient' | 'content' | 'session';

/** Reads a permanent refusal. `reply`: the three digits (RFC 5321 §4.2); `text`: the answer as withoutAddresses leaves it. */
export function readRefusal({
  reply,
  text,
  at,
}: {
  reply: number;
  text: string;
  at: RefusedCommand;
}): Refusal {
  const code = enhancedCode(text);
  if (isContentCode(code) || (code === '' && SIZE.test(text))) return { fault: 'message' };
  // A code is better evidence than a word, because addresses may contain words.
  if (at !== 'session' && isAddressCode(code) && !BUSY.test(text))
    return { fault: 'recipient', why: 'address' };
  const quota = readQuota(code, text, at);
  if (quota) return quota;
  if (at === 'session' || isSenderCode(code) || RELAY.test(text) || ACCOUNT.test(text))
    return { fault: 'account', why: 'sender' };
  return at === 'recipient' ? readMailbox(reply, code, text) : readContent(code, text);
}

/** Tells a mailbox's quota from the account's. 5.2.2 is always the mailbox's (RFC 3463 §3.3). */
function readQuota(code: string, text: string, at: RefusedCommand): Refusal | undefined {
  const full = { fault: 'recipient', why: 'full' } as const;
  const used = { fault: 'account', why: 'quota' } as const;
  if (code === '5.2.2') return full;
  const mailbox = MAILBOX_FULL.test(text) && !/\bsend/i.test(text);
  if (!mailbox && SENDING_QUOTA.some((pattern) => pattern.test(text)) && QUOTA_PASSED.test(text)) return used;
  if (!/\bquota\b|\bfull\b|\bstorage\b|\bspace\b/i.test(text)) return undefined;
  if (mailbox && at !== 'session') return full;
  return /\bquota\b/i.test(text) ? (at === 'recipient' ? full : used) : undefined;
}

/** A plain 550, 551 or 553 at RCPT (RFC 5321 §4.2.3) blames the address, unless a code or a word says otherwise. */
function readMailbox(reply: number, code: string, text: string): Refusal {
  if (BUSY.test(text)) return { fault: 'recipient', why: 'other' };
  if (isPolicyCode(code) || (code === '' && SENDER_UNVERIFIED.test(text)))
    return { fault: 'recipient', why: 'policy' };
  if (NO_SUCH_MAILBOX.test(text)) return { fault: 'recipient', why: 'address' };
  if (POLICY.test(text)) return { fault: 'recipient', why: 'policy' };
  const plain = code === '' && [550, 551, 553].includes(reply);
  return { fault: 'recipient', why: plain ? 'address' : 'other' };
}

/** An answer to the content that names no mailbox is about the message, which is the same for every recipient. */
function readContent(code: string, text: string): Refusal {
  return isPolicyCode(code) || CONTENT.test(text) || POLICY.test(text)
    ? { fault: 'message' }
    : { fault: 'unclear' };
}

/** The cause of a temporary refusal: one mailbox, a quota that renews, the account's sender, a busy server, or an unclear one. */
export type Delay = 'mailbox' | 'quota' | 'sender' | 'busy' | 'unclear';

/** RFC 3463 §3.2, §3.3: the address or the state of one mailbox, which says nothing about other recipients. */
const isMailboxDelay = isOneOf(/^4\.1\.[0-6]$/, /^4\.2\.\d+$/);
/** Words for a limit that lasts an hour or more. A limit of a second or a minute is over before the next try. */
const LONG = /\b(day|daily|24 ?h\w*|hour|hourly|month|monthly|quota|credits?)\b/i;
/** Seen from Postfix, Exim and the large providers when a client sends too fast. */
const TOO_FAST = /\b(rate|too many|too much mail|too fast|throttl\w*)\b|try again later.*connection/i;

/** Reads a temporary refusal (4xx). 421 closes the connection (RFC 5321 §4.2.1), whichever command it answers. */
export function readDelay({ reply, text, at }: { reply: number; text: string; at: RefusedCommand }): Delay {
  const code = enhancedCode(text);
  if (at !== 'session' && isMailboxDelay(code)) return 'mailbox';
  const isQuota = LONG.test(text) && QUOTA_PASSED.test(text) && !MAILBOX_FULL.test(text);
  if (isQuota && SENDING_QUOTA.some((pattern) => pattern.test(text))) return 'quota';
  if (at !== 'session' && RELAY.test(text)) return 'sender';
  if (at === 'session' || reply === 421 || TOO_FAST.test(text)) return 'busy';
  return at === 'recipient' ? 'mailbox' : 'unclear';
}

const BRACKETED = /<[^<>\s]{1,320}>/g;
const QUOTED_LOCAL_PART = /"[^"]{1,64}"@[^\s<>:;,()]{1,255}/g;
const WITH_AT = /(?<![^\s<>:;"',()])[^\s<>:;"',()]{1,255}@[^\s<>:;"',()]{1,255}/g;
const HOST = /(?<![\w.-])(?=[\w-]*[a-z])[\w-]{1,63}(\.[\w-]{1,63})+\.?(?![\w-])/gi;
/** Characters read of an answer: RFC 5321 §4.5.3.1.5 allows 512 a line, and servers write a few lines. */
const LONGEST = 4000;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The words of an answer that no address can have put there: without addresses, text in angle brackets, host names, and the recipient's
 * own local part and domain. `to`: the recipient's address.
 */
export function withoutAddresses(text: string, to = ''): string {
  const at = to.lastIndexOf('@');
  const own = at < 0 ? [] : [to, to.slice(0, at), to.slice(at + 1)].filter((part) => part.length > 1);
  let plain = text
    .slice(0, LONGEST)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(QUOTED_LOCAL_PART, ' ')
    .replaceAll(BRACKETED, ' ')
    .replaceAll(WITH_AT, ' ');
  for (const part of own)
    plain = plain.replaceAll(new RegExp(`(?<![\\w.+-])${escaped(part)}(?![\\w+-])`, 'gi'), ' ');
  return plain.replaceAll(HOST, ' ');
}
