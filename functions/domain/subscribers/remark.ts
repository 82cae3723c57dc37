/** Feedback of a reader who leaves: a reason of ours, and a remark in their own words, kept with them and erased with them. */
import { DAY } from '../time/instant.ts';
import type { Remark, Subscriber } from './subscriber.ts';

export const REMARK_MAX = 500;
/** Kept of one reader; the oldest goes first. */
export const REMARKS_KEPT = 10;

/** Marks that nobody sees, or that turn writing round (UTS 9); the joiners of Persian and of emoji stay. */
const UNSEEN =
  /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** One line, without control characters, never cut within a character. */
export const cleanRemark = (typed: string): string =>
  typed
    .toWellFormed()
    .replace(UNSEEN, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, REMARK_MAX)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

/** What the reader has left that the link is about; undefined: they did not leave it. */
export function leftBy(s: Subscriber, newsletter: string): readonly string[] | undefined {
  if (s.status === 'unsubscribed') return s.newsletters;
  const one = s.status === 'active' && newsletter !== '' && !s.newsletters.includes(newsletter);
  return one ? [newsletter] : undefined;
}

export const remarkOf = (s: Subscriber, { newsletter, at }: Pick<Remark, 'newsletter' | 'at'>) =>
  s.remarks?.find((remark) => remark.newsletter === newsletter && remark.at === at);

/**
 * Keeps a remark, one per reader, link and day: a later one of that day takes its place and its time. `remark` is what is kept
 * now; `subscriber` is undefined where that was kept already.
 */
export function withRemark(
  s: Subscriber,
  said: Remark,
): { subscriber: Subscriber | undefined; remark: Remark } {
  const before = s.remarks?.findLast(({ newsletter }) => newsletter === said.newsletter);
  const corrects = before !== undefined && said.at - before.at < DAY;
  // A page that is sent once more on another day says nothing new, unless they came back and left again.
  const stands =
    corrects || (s.status === 'unsubscribed' && before !== undefined && before.at >= s.changedAt);
  if (stands && before.reason === said.reason && before.text === said.text)
    return { subscriber: undefined, remark: before };
  const remark = corrects ? { ...said, at: before.at } : said;
  const others = (s.remarks ?? []).filter((one) => !corrects || one !== before);
  return { subscriber: { ...s, remarks: [...others, remark].slice(-REMARKS_KEPT) }, remark };
}

/** Between what a domain is made of; other scripts have dots of their own (UTS 46). */
const DOT = /(?<=[\p{L}\p{N}\p{M}\p{Cf}_-])[.\u3002\uff0e\uff61](?=[\p{L}\p{N}\p{M}\p{Cf}_-])/gu;
const NUMBERED_HOST = /\d{1,3}(?:\.\d{1,3}){3}/g;
const isDigit = (character: string | undefined): boolean => /^\d$/.test(character ?? '');

/**
 * The text as no mail program makes a link of it, defanged as security reports do: `http[:]//a[.]example`, `b[@]a[.]example`.
 * Outlook takes `\\\\host` for one, too. Times, dates and prices stay as they are.
 */
export const deadenLinks = (text: string): string =>
  text
    .replace(NUMBERED_HOST, (host) => host.replaceAll('.', '[.]'))
    .replace(/[:\uff1a](?=[/\\]{2})|(?<=[^\s\d])[:\uff1a](?=\S)/g, '[:]')
    .replace(/\\(?=\\)/g, '[\\]')
    .replace(/(?<=\S)[@\uff20](?=\S)/g, '[@]')
    .replace(DOT, (dot, at: number, all: string) =>
      isDigit(all[at - 1]) && isDigit(all[at + 1]) ? dot : `[${dot}]`,
    );
