/** Derives a status for all rows from a file's name: Mailchimp exports unsubscribed and bounced subscribers into files of their own. */
import type { ImportStatus } from './consent-words.ts';

const STATUS_BY_FIRST_WORD: readonly [RegExp, ImportStatus][] = [
  [
    /^(unsub|unsubs|unsubscribed|unsubscribers|unsubscribes|optout|optouts|optedout|abgemeldet)$/,
    'unsubscribed',
  ],
  [/^(cleaned|bounce|bounces|bounced|hardbounces|undeliverable)$/, 'bounced'],
  [/^(complaint|complaints|complained|complainers)$/, 'complained'],
  [/^(suppressed|suppression|suppressions|blocklist|blocklisted|blacklist|blacklisted)$/, 'suppressed'],
  [/^(nonsubscribed|unconfirmed|pending)$/, 'pending'],
];
/** Words of a name that say nothing of the status, as in `unsubscribed_email_audience_export`. */
const NEUTRAL_WORD =
  /^(members?|emails?|audience|export|exports|segment|list|contacts?|subscribers?|readers?|users?|people|addresses|from|mailchimp|[0-9a-f]{6,}|.*\d.*)$/;
/** `cleaned-list` may be a list that was tidied up, so `cleaned` counts only in a name as Mailchimp writes it. */
const TIDIED_LIST = /^cleaned(?!$|_(members|email_audience|segment)_export)/;
const REFUSAL_HINT =
  /unsub|opt(ed)?out|cleaned|bounce|undeliver|complain|suppress|block(s|ed|list)|blacklist|unconfirmed|nonsubscri|abgemeldet|abmeld|do[-_ ]?not|(^|[^a-z])(dnc|dnm|spam|abuse|junk)([^a-z]|$)|deleted|removed|inactive|deactivated|disabled|cancell?ed|archived|invalid|churned|widerruf|gelöscht|sperr/;

/** The status that every row has at least. `unclear`: the name mentions a refusal, but may mean that such rows are left out. */
export function statusOfFile(name: string): ImportStatus | 'unclear' | undefined {
  const bare = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\.[a-z]{1,4}$/, '')
    .replace(/\b(non|opt|opted|hard)[-_ ](?=subscri|out|bounce)/g, '$1');
  const [first = '', ...rest] = bare.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const found = STATUS_BY_FIRST_WORD.find(([pattern]) => pattern.test(first));
  if (found && rest.every((word) => NEUTRAL_WORD.test(word)) && !TIDIED_LIST.test(bare)) return found[1];
  return REFUSAL_HINT.test(bare) ? 'unclear' : undefined;
}
