/** Notices that cannot be handed over: what is remembered of it between two tries, and what an operator can do. */
import { HOUR, type Instant } from '../time/instant.ts';

/**
 * `tries`: in a row, without one that went. `told`: the editors were paged, once for all of them. `others`: no confirmation was
 * among those that were stopped.
 */
export type NoticeTrouble = {
  since: Instant;
  reason: string;
  tries: number;
  told: boolean;
  others?: boolean;
};

/** The newest page about it. */
export type LastPage = { at: Instant; reason: string };

/** The same reason is told again after so long at the earliest. */
const NEWS_AFTER = 6 * HOUR;

export const isToldAlready = (last: LastPage, reason: string, now: Instant): boolean =>
  last.reason === reason && Math.abs(now - last.at) < NEWS_AFTER;

/** So many tries in a row are no accident. */
export const TRIES_TO_TELL = 3;

/** Another try without success. `reason`: the newest. */
export const troubledAgain = (
  before: NoticeTrouble | undefined,
  reason: string,
  now: Instant,
  others = false,
): NoticeTrouble => ({
  // A clock that was wrong must not say "since tomorrow".
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
    'AWS has paused sending: answer its mail, or the case in the Support Center; then they go by themselves.',
  ],
  [
    /not verified|^MailFromDomainNotVerified/i,
    'Verify the sender, and in the sandbox each recipient too; `doctor` says which is missing.',
  ],
  [/quota/i, 'The day’s quota is used up: they go by themselves when some of it is free again.'],
  [
    /timeout|did not answer|ECONN|ENOTFOUND|EAI_AGAIN/i,
    'The mail service does not answer: they go when it does.',
  ],
];

/** Without a word about the reader: the reason is the carrier's. */
export const remedyFor = (reason: string): string =>
  REMEDIES.find(([pattern]) => pattern.test(reason))?.[1] ??
  'See the log, and `doctor`; they go by themselves when it is mended.';

/** The sandbox refuses each recipient that is not verified: SES says it of one, and means the account. */
export const isOfAccount = (reason: string): boolean => /not verified/i.test(reason);

/** How it stands with notices that wait. `confirmations` are of `waiting`; `since`: the oldest; `reason`: '' where none is known. */
export type NoticesWaiting = {
  waiting: number;
  confirmations: number;
  since: Instant | undefined;
  reason: string;
};

const many = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function whoWaits({ waiting, confirmations }: NoticesWaiting): string {
  const others = waiting - confirmations;
  if (waiting === 0) return 'Confirmations are refused';
  const parts = [
    ...(confirmations > 0 ? [many(confirmations, 'confirmation')] : []),
    ...(others > 0 ? [many(others, confirmations > 0 ? 'other notice' : 'notice')] : []),
  ];
  return `${parts.join(' and ')} ${waiting === 1 ? 'waits' : 'wait'}`;
}

const NOBODY = 'nothing delivers them';

/** "4 confirmations wait since 07:12: AccessDenied …"; the day where it is not today's (UTC). */
export function waitingSentence(found: NoticesWaiting, now: Instant): string {
  const iso = (at: Instant): string => new Date(at).toISOString();
  const { since, reason } = found;
  const day = since !== undefined && iso(since).slice(0, 10) !== iso(now).slice(0, 10);
  const when =
    since === undefined
      ? ''
      : ` since ${day ? `${iso(since).slice(0, 10)} ` : ''}${iso(since).slice(11, 16)}`;
  return `${whoWaits(found)}${when}: ${(reason || NOBODY).replace(/\.$/, '')}.`;
}
