/** Notices (transactional mail): messages to a subscriber outside any run, and where the one button of each leads. */
import type { Secrets } from '../secrets.ts';
import { type LinkPurpose, signLink } from '../subscribers/signed-link.ts';
import { DAY, HOUR, type Instant } from '../time/instant.ts';

/**
 * `about`, by kind. confirm: `newsletters` (ids, comma-separated) that were asked for, `ref` of the request, and `from` when it
 * confirms a change of address (the id it comes from); `join` where that is onto somebody who reads already. welcome:
 * `newsletters`. link: `purpose`, `manage` (asked for on the preferences page) or `preferences` (somebody signed up an address that
 * is subscribed already). All: `epoch` of the subscriber's row, if it has one.
 */
export type NoticeRequest = {
  kind: 'confirm' | 'welcome' | 'link';
  /** Subscriber id. */
  subscriber: string;
  about: Readonly<Record<string, string>>;
};

/**
 * A reader's remark, to one editor. The notice says where the remark is (`reader`, `newsletter` and `at` name it; `reason` and `left` go
 * with it), and its text is read when the mail goes: a reader who was erased by then is not quoted. The same `key` twice is one mail.
 */
export type RemarkNotice = {
  kind: 'remark';
  to: string;
  about: Readonly<Record<'reader' | 'newsletter' | 'at' | 'reason' | 'left', string>>;
  key: string;
};

/** Queues it, durably, before it resolves. Throws `unavailable`: nothing was queued, try again. */
export type Notify = (notice: NoticeRequest | RemarkNotice) => Promise<unknown>;

const CONFIRM_WITHIN = 7 * DAY;
const MANAGE_WITHIN = HOUR;

/** Path of the notice's button, `/confirm/<token>` and the like; `now` is when it is written, expiry counts from there. */
export function noticePath(secrets: Secrets, notice: NoticeRequest, now: Instant): string {
  const [purpose, within]: [LinkPurpose, number | undefined] =
    notice.kind === 'confirm'
      ? ['confirm', CONFIRM_WITHIN]
      : notice.about.purpose === 'manage'
        ? ['manage', MANAGE_WITHIN]
        : ['preferences', undefined];
  const about = notice.kind === 'confirm' ? (notice.about.from ?? '') : '';
  const expires = within === undefined ? undefined : now + within;
  const { epoch, ref } = notice.about;
  return `/${purpose}/${signLink(secrets, { purpose, subject: notice.subscriber, about, expires, epoch, ref })}`;
}

/** An editor finds an old proof in the mailbox, and its button must not mail the list. */
const RELEASE_WITHIN = 7 * DAY;

/** Tokens behind an editor's links: the one that stops a run works for as long as there is something to stop. */
export const stopToken = (secrets: Secrets, run: string): string =>
  signLink(secrets, { purpose: 'stop', subject: run, about: '', expires: undefined });
/** `since`: when the proof was written, or the run was stopped. */
export const releaseToken = (secrets: Secrets, run: string, since: Instant): string =>
  signLink(secrets, { purpose: 'release', subject: run, about: '', expires: since + RELEASE_WITHIN });
