/**
 * Whose fault a refusal is: one closed union for SMTP answers, SES answers and SES bounce events (hard bounce, soft bounce,
 * complaint, policy refusal). A recipient's side chooses much of the text in an answer: its own address, its domain, the words of its server. So the
 * answer about one recipient decides about that recipient; what concerns everybody needs a code or a phrase that no address can hold.
 */

/** `recipient`: this mailbox. `message`: what it says, its size. `account`: our login, quota, sender. `carrier`: busy or away for now. */
export type Fault = 'recipient' | 'message' | 'account' | 'carrier';

/**
 * `address`: the mailbox is not there or takes no mail at all (a hard bounce). `full`: it is full. `policy`: the recipient's side
 * refuses this sender. `quota`: the account has sent what it may for now. `unclear`: nothing in the answer says whose fault it is.
 */
export type Refusal =
  | { fault: 'recipient'; why: 'address' | 'full' | 'policy' | 'other' }
  | { fault: 'message' }
  | { fault: 'account'; why: 'quota' | 'sender' }
  | { fault: 'unclear' };

/** An enhanced status code (RFC 3463) that is no part of an IP address or of a version number. */
const ENHANCED = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/;

/** The first enhanced status code of a text; empty: there is none. */
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
/** RFC 3463 §3.2: the sender's address. RFC 4954 §6: authentication that is wanted, too weak or wrong. */
const isSenderCode = isOneOf(/^5\.1\.[78]$/, /^5\.7\.([89]|11)$/);
const isPolicyCode = isOneOf(/^[45]\.7\.\d+$/);

/** A recipient's side refuses this sender: SPF, DKIM, DMARC, reputation, a block list, or its address. */
export const refusesSender = (code: string): boolean =>
  /^5\./.test(code) && (isPolicyCode(code) || isSenderCode(code)) && !isAddressCode(code);

/** The code says that no mail ever arrives in this mailbox. */
export const namesMailbox = isAddressCode;
export const namesContent = isContentCode;

/** Google "Daily user sending quota exceeded" (5.4.5), cPanel "has exceeded the max emails per hour", Mailgun, OVH, IONOS, Brevo. */
const SENDING_QUOTA = [
  /\b(sending|send|outgoing|outbound|smtp|daily|hourly|monthly|account|plan|message|messages|email|emails|mail|mails|recipient|recipients|submission)\b[^.;:]{0,40}\b(quota|limit|limits|credits|allowance)\b/i,
  /\b(quota|limit|limits|allowance)\b[^.;]{0,40}\b(per|for|on|of)\b[^.;]{0,20}\b(day|hour|minute|month|sending|messages|emails|account|sender|domain)\b/i,
  /\bmax(imum)?\b[^.;]{0,20}\b(emails|messages|mails|recipients)\b[^.;]{0,20}\bper\b/i,
  /\b(out of|no|not enough|insufficient)\b[^.;]{0,12}\bcredits?\b/i,
  /\btoo many (messages|emails|mails)\b/i,
];
/** A quota of the mailbox has these words beside it, whatever else is said. */
const MAILBOX_FULL = /\b(mailbox|inbox|maildir|storage|disk|space|full|over ?quota|overquota)\b/i;
const QUOTA_PASSED = /exceed|reach|over|hit|used up|too many|out of|no |not enough|insufficient|max/i;

/** Postfix "Relay access denied", Exim "relay not permitted", Exchange "Unable to relay", qmail "isn't in my list of allowed rcpthosts". */
const RELAY =
  /\brelay(ing)?( access)?( is| was)? (denied|not permitted|not allowed|prohibited|forbidden|disabled)|\b(unable|not allowed|not permitted|refused|cannot|won.t) to relay|\bdo(es)? not relay|\bno relay(ing)?( allowed| permitted)?\b|list of allowed rcpthosts/i;
/** What servers say of the account that speaks to them, of its sender or of its login. */
const ACCOUNT =
  /\bauthenticat\w* (is )?(required|failed|needed)|\b(must|need to|please|not) (first )?(authenticat|log ?in|logged in)|\baccount\b[^.;]{0,30}\b(is |has been |was )?(suspended|disabled for sending|blocked|locked|paused|restricted|not (yet )?activated)|\bsending (is |has been )?(paused|disabled|suspended|blocked)|\bsender (address|domain)\b[^.;]{0,30}\b(rejected|not (owned|verified|allowed|authori[sz]ed)|unverified|does not (exist|resolve))|\bnot (owned|allowed|authori[sz]ed) (by|to send|as|for)\b[^.;]{0,20}\b(user|sender|from|as)\b|\bunverified (sender|domain|from)/i;
/** Virus scanners, spam filters of the carrier's own, limits of size, broken headers. */
const CONTENT = /\b(spam|virus|malware|phishing|content|attachment|headers?|body|mime|rfc ?5?[28]22)\b/i;

/** RFC 1870 §6.1: the message is too large. */
const SIZE = /\b(message|mail|size)\b[^.;]{0,30}\b(too (big|large|long)|size|exceeds)|\bsize limit\b/i;
/** SPF, DKIM, DMARC, block lists and the words of filters that no enhanced code goes with. */
const POLICY =
  /\b(spf|dkim|dmarc|dnsbl|rbl|black ?list\w*|block ?list\w*|blocked|banned|reputation|policy|spam\w*|prohibit\w*|access denied|not accepted from)\b/i;
/** The words say that the sender could not be looked up, or its server has no name: whatever follows is not about the recipient. */
const SENDER_UNVERIFIED =
  /\bsender\b[^.;]{0,20}\bverif|\bverif[^.;]{0,20}\bsender\b|\bverification failed\b|\b(helo|ehlo|reverse dns|rdns|ptr)\b|\bclient host\b/i;
/** Gmail: "The user you are trying to contact is receiving mail at a rate that …". */
const BUSY = /\breceiving (e?mail|messages) (at a rate|too)/i;
/** Exim, Sendmail, Exchange, Yahoo and the large providers of a mailbox that is not there, where no enhanced code says so. */
const NO_SUCH_MAILBOX =
  /\b(user|mailbox|recipient|address|account|alias)\b[^.;]{0,40}\b(unknown|not found|not exist|doesn.?t exist|does not exist|unavailable|disabled|inactive|invalid|no longer|not here|unroutable)|\b(user|recipient)\b[^.;]{0,20}\bdoesn.?t have an?\b|\b(no such|unknown|invalid|unrouteable|unroutable|bad|nonexistent|non-existent)\b[^.;]{0,20}\b(user|mailbox|recipient|address|person|account|local)/i;

/** The command that was answered: RCPT TO, DATA with the message behind it, or any other, which concerns every message. */
export type Asked = 'recipient' | 'content' | 'session';

/** Reads a permanent refusal. `reply`: the three digits (RFC 5321 §4.2); `text`: the answer as withoutAddresses leaves it. */
export function readRefusal({ reply, text, at }: { reply: number; text: string; at: Asked }): Refusal {
  const code = enhancedCode(text);
  if (isContentCode(code) || (code === '' && SIZE.test(text))) return { fault: 'message' };
  // A code says more than a word: words stand in addresses, too.
  if (at !== 'session' && isAddressCode(code) && !BUSY.test(text))
    return { fault: 'recipient', why: 'address' };
  const quota = readQuota(code, text, at);
  if (quota) return quota;
  if (at === 'session' || isSenderCode(code) || RELAY.test(text) || ACCOUNT.test(text))
    return { fault: 'account', why: 'sender' };
  return at === 'recipient' ? readMailbox(reply, code, text) : readContent(code, text);
}

/** A quota of the mailbox, or of the account: 5.2.2 is the mailbox's whatever the words (RFC 3463 §3.3). */
function readQuota(code: string, text: string, at: Asked): Refusal | undefined {
  const full = { fault: 'recipient', why: 'full' } as const;
  const used = { fault: 'account', why: 'quota' } as const;
  if (code === '5.2.2') return full;
  const mailbox = MAILBOX_FULL.test(text) && !/\bsend/i.test(text);
  if (!mailbox && SENDING_QUOTA.some((pattern) => pattern.test(text)) && QUOTA_PASSED.test(text)) return used;
  if (!/\bquota\b|\bfull\b|\bstorage\b|\bspace\b/i.test(text)) return undefined;
  if (mailbox && at !== 'session') return full;
  return /\bquota\b/i.test(text) ? (at === 'recipient' ? full : used) : undefined;
}

/** Plain 550, 551 and 553 at RCPT (RFC 5321 §4.2.3) mean the address, where neither a code nor a word says something else. */
function readMailbox(reply: number, code: string, text: string): Refusal {
  if (BUSY.test(text)) return { fault: 'recipient', why: 'other' };
  if (isPolicyCode(code) || (code === '' && SENDER_UNVERIFIED.test(text)))
    return { fault: 'recipient', why: 'policy' };
  if (NO_SUCH_MAILBOX.test(text)) return { fault: 'recipient', why: 'address' };
  if (POLICY.test(text)) return { fault: 'recipient', why: 'policy' };
  const plain = code === '' && [550, 551, 553].includes(reply);
  return { fault: 'recipient', why: plain ? 'address' : 'other' };
}

/** What names no mailbox is about the message, which everybody gets. */
function readContent(code: string, text: string): Refusal {
  return isPolicyCode(code) || CONTENT.test(text) || POLICY.test(text)
    ? { fault: 'message' }
    : { fault: 'unclear' };
}

/** A temporary refusal: one mailbox's, a quota that renews, the account's, a server that is pressed, or nobody knows whose. */
export type Delay = 'mailbox' | 'quota' | 'sender' | 'busy' | 'unclear';

/** RFC 3463 §3.2, §3.3: the address or the state of one mailbox, which the next recipient does not share. */
const isMailboxDelay = isOneOf(/^4\.1\.[0-6]$/, /^4\.2\.\d+$/);
/** A limit of a second or a minute is over before anybody looks again. */
const LONG = /\b(day|daily|24 ?h\w*|hour|hourly|month|monthly|quota|credits?)\b/i;
/** Seen from Postfix, Exim and the large providers when a client goes too fast. */
const TOO_FAST = /\b(rate|too many|too much mail|too fast|throttl\w*)\b|try again later.*connection/i;

/** Reads a temporary refusal (4xx). 421 closes the connection (RFC 5321 §4.2.1), whatever it was an answer to. */
export function readDelay({ reply, text, at }: { reply: number; text: string; at: Asked }): Delay {
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
/** Characters of an answer that are read: RFC 5321 §4.5.3.1.5 allows 512 a line, and servers write a few lines. */
const LONGEST = 4000;
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The words of an answer that nobody's address can have put there: addresses, what stands in angle brackets, names of hosts, and the
 * recipient's own local part and domain are taken out. `to`: who the answer is about.
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
