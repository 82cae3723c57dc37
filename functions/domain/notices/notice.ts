/** Notices (transactional mail): messages to a subscriber outside any run, and the signed links behind their buttons. */
import type { Secrets } from '../secrets.ts';
import { type LinkPurpose, signLink } from '../subscribers/signed-link.ts';
import { DAY, HOUR, type Instant } from '../time/instant.ts';

/**
 * `about`, by kind. confirm: `newsletters` (ids, comma-separated) that were asked for, and `ref` of the request. A change of address adds
 * `from` (the former id), and `join` if the new address is subscribed already. welcome: `newsletters`. link: `purpose`, which is `manage`
 * (asked for on the preferences page) or `preferences` (a sign-up of a subscribed address). All: `epoch` of the subscriber's row, if any.
 */
export type NoticeRequest = {
  kind: 'confirm' | 'welcome' | 'link';
  /** Subscriber id. */
  subscriber: string;
  about: Readonly<Record<string, string>>;
};

/**
 * A subscriber's remark for one editor. The notice says only where the remark is (`reader`, `newsletter` and `at`; `reason` and `left`
 * go with it). Its text is read when the mail goes, so that an erased subscriber is not quoted. The same `key` twice is one mail.
 */
export type RemarkNotice = {
  kind: 'remark';
  to: string;
  about: Readonly<Record<'reader' | 'newsletter' | 'at' | 'reason' | 'left', string>>;
  key: string;
};

/** Queues a notice durably before it resolves. Throws `unavailable` if nothing was queued; the caller may try again. */
export type Notify = (notice: NoticeRequest | RemarkNotice) => Promise<unknown>;

const CONFIRM_LIFETIME = 7 * DAY;
const MANAGE_LIFETIME = HOUR;

/** Path of the notice's button, such as `/confirm/<token>`. Its expiry counts from `now`, when the notice is written. */
export function noticePathOf(secrets: Secrets, notice: NoticeRequest, now: Instant): string {
  const [purpose, within]: [LinkPurpose, number | undefined] =
    notice.kind === 'confirm'
      ? ['confirm', CONFIRM_LIFETIME]
      : notice.about.purpose === 'manage'
        ? ['manage', MANAGE_LIFETIME]
        : ['preferences', undefined];
  const about = notice.kind === 'confirm' ? (notice.about.from ?? '') : '';
  const expires = within === undefined ? undefined : now + within;
  const { epoch, ref } = notice.about;
  return `/${purpose}/${signLink(secrets, { purpose, subject: notice.subscriber, about, expires, epoch, ref })}`;
}

/** A release link is valid for this long: the button of an old proof must not mail the list. */
const RELEASE_LIFETIME = 7 * DAY;

/** Token of an editor's link that stops a run. The link does not expire: it works as long as the run can be stopped. */
export const signStopToken = (secrets: Secrets, run: string): string =>
  signLink(secrets, { purpose: 'stop', subject: run, about: '', expires: undefined });
/** Token of an editor's link that releases a held run. `since`: when the proof was written, or the run was stopped. */
export const signReleaseToken = (secrets: Secrets, run: string, since: Instant): string =>
  signLink(secrets, { purpose: 'release', subject: run, about: '', expires: since + RELEASE_LIFETIME });
