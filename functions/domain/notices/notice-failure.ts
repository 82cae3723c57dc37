/** Notices (transactional mail) that cannot be handed over: the state kept between two rounds, and the remedy for an operator. */
import { HOUR, type Instant } from '../time/instant.ts';

/**
 * `tries`: failed rounds in a row. `told`: the editors were paged, once for all of these rounds. `others`: no confirmation was among the
 * halted notices.
 */
export type NoticeTrouble = {
  since: Instant;
  reason: string;
  tries: number;
  told: boolean;
  others?: boolean;
};

/** The newest page about halted notices. */
export type LastPage = { at: Instant; reason: string };

/** The editors are paged about the same reason again after this time at the earliest. */
const REPAGE_INTERVAL = 6 * HOUR;

export const isPagedAlready = (last: LastPage, reason: string, now: Instant): boolean =>
  last.reason === reason && Math.abs(now - last.at) < REPAGE_INTERVAL;

/** Failed rounds in a row before the editors are paged: fewer may be chance. */
export const ROUNDS_BEFORE_PAGE = 3;

/** The state after another failed round, which failed for `reason`. */
export const addFailedRound = (
  before: NoticeTrouble | undefined,
  reason: string,
  now: Instant,
  others = false,
): NoticeTrouble => ({
  // If the clock was ahead before, the page must not say "since tomorrow".
  since: Math.min(before?.since ?? now, now),
  reason,
  tries: (before?.tries ?? 0) + 1,
  told: before?.told ?? false,
  others: others && (before?.others ?? true),
});

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /^(AccessDenied|NotAuthorized|OptInRequired)/,
    'The function, or whoever is logged in here, may not send as this sender: deploy again, and see `doctor`.',
  ],
  [
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature|MissingAuth|Credentials)/,
    'The credentials are wrong or have run out: log in again, and start the server anew.',
  ],
  [/^ConfigurationSetDoesNotExist/, 'The configuration set is gone: deploy again.'],
  [
    /^(AccountSendingPaused|ConfigurationSetSendingPaused)|\b(paused|under review|suspended)\b/i,
    'AWS has paused sending: answer its mail, or the case in the Support Center; then the notices go by themselves.',
  ],
  [
    /not verified|^MailFromDomainNotVerified/i,
    'Verify the sender, and in the sandbox each recipient too; `doctor` says which is missing.',
  ],
  [/quota/i, 'The day’s quota is used up: the notices go by themselves when some of it is free again.'],
  [
    /timeout|did not answer|ECONN|ENOTFOUND|EAI_AGAIN/i,
    'The mail service does not answer: the notices go when it does.',
  ],
];

/** The remedy for a provider's reason. No remedy names a recipient. */
export const remedyFor = (reason: string): string =>
  REMEDIES.find(([pattern]) => pattern.test(reason))?.[1] ??
  'See the log, and `doctor`; the notices go by themselves when the cause is mended.';

/** Whether a refusal is about the account. In the sandbox SES refuses each unverified recipient, but the account is the cause. */
export const isAccountRefusal = (reason: string): boolean => /not verified/i.test(reason);

/** Counts of waiting notices; `waiting` includes `confirmations`. `since`: age of the oldest; `reason`: '' if none is known. */
export type NoticesWaiting = {
  waiting: number;
  confirmations: number;
  since: Instant | undefined;
  reason: string;
};

const formatQuantity = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function formatWaitingCounts({ waiting, confirmations }: NoticesWaiting): string {
  const others = waiting - confirmations;
  if (waiting === 0) return 'Confirmations are refused';
  const parts = [
    ...(confirmations > 0 ? [formatQuantity(confirmations, 'confirmation')] : []),
    ...(others > 0 ? [formatQuantity(others, confirmations > 0 ? 'other notice' : 'notice')] : []),
  ];
  return `${parts.join(' and ')} ${waiting === 1 ? 'waits' : 'wait'}`;
}

const NO_REASON = 'nothing delivers them';

/** Writes "4 confirmations wait since 07:12: AccessDenied …", with the date if that is not today's (UTC). */
export function describeWaitingNotices(found: NoticesWaiting, now: Instant): string {
  const iso = (at: Instant): string => new Date(at).toISOString();
  const { since, reason } = found;
  const day = since !== undefined && iso(since).slice(0, 10) !== iso(now).slice(0, 10);
  const when =
    since === undefined
      ? ''
      : ` since ${day ? `${iso(since).slice(0, 10)} ` : ''}${iso(since).slice(11, 16)}`;
  return `${formatWaitingCounts(found)}${when}: ${(reason || NO_REASON).replace(/\.$/, '')}.`;
}
