/** Remarks (exit survey): a reason from our list and a text in the reader's own words, stored and erased with the subscriber. */
import { DAY } from '../time/instant.ts';
import type { Remark, Subscriber } from './subscriber.ts';

export const MAX_REMARK_LENGTH = 500;
/** Remarks kept for one subscriber; the oldest is dropped first. */
export const MAX_REMARKS = 10;

/** Invisible characters, and those that change the direction of a text (UTS 9). The joiners of Persian and of emoji stay. */
const INVISIBLE_CHARACTERS =
  /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Cleans a typed text: one line, no control characters, never cut within a character. */
export const cleanRemark = (typed: string): string =>
  typed
    .toWellFormed()
    .replace(INVISIBLE_CHARACTERS, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_REMARK_LENGTH)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

/** The newsletters that the subscriber has left and the link is about; undefined if they have not left. */
export function findLeftNewsletters(s: Subscriber, newsletter: string): readonly string[] | undefined {
  if (s.status === 'unsubscribed') return s.newsletters;
  const one = s.status === 'active' && newsletter !== '' && !s.newsletters.includes(newsletter);
  return one ? [newsletter] : undefined;
}

export const findRemark = (s: Subscriber, { newsletter, at }: Pick<Remark, 'newsletter' | 'at'>) =>
  s.remarks?.find((remark) => remark.newsletter === newsletter && remark.at === at);

/**
 * Stores a remark, one for each subscriber, link and day: a later one of that day replaces it and keeps its time. `remark` is the
 * stored one; `subscriber` is undefined if nothing changes.
 */
export function addRemark(
  s: Subscriber,
  said: Remark,
): { subscriber: Subscriber | undefined; remark: Remark } {
  const before = s.remarks?.findLast(({ newsletter }) => newsletter === said.newsletter);
  const corrects = before !== undefined && said.at - before.at < DAY;
  // The same answer on another day is a repeat, unless the subscriber came back and left again in between.
  const stands =
    corrects || (s.status === 'unsubscribed' && before !== undefined && before.at >= s.changedAt);
  if (stands && before.reason === said.reason && before.text === said.text)
    return { subscriber: undefined, remark: before };
  const remark = corrects ? { ...said, at: before.at } : said;
  const others = (s.remarks ?? []).filter((one) => !corrects || one !== before);
  return { subscriber: { ...s, remarks: [...others, remark].slice(-MAX_REMARKS) }, remark };
}

/** A dot between characters of a domain name, the dots of other scripts included (UTS 46). */
const DOMAIN_DOT = /(?<=[\p{L}\p{N}\p{M}\p{Cf}_-])[.\u3002\uff0e\uff61](?=[\p{L}\p{N}\p{M}\p{Cf}_-])/gu;
const NUMBERED_HOST = /\d{1,3}(?:\.\d{1,3}){3}/g;
const isDigit = (character: string | undefined): boolean => /^\d$/.test(character ?? '');

/**
 * Defangs a text, as security reports do, so that no mail program makes a link of it: `http[:]//a[.]example`, `b[@]a[.]example`.
 * Outlook links `\\\\host`, too. Times, dates and prices stay as they are.
 */
export const defangLinks = (text: string): string =>
  text
    .replace(NUMBERED_HOST, (host) => host.replaceAll('.', '[.]'))
    .replace(/[:\uff1a](?=[/\\]{2})|(?<=[^\s\d])[:\uff1a](?=\S)/g, '[:]')
    .replace(/\\(?=\\)/g, '[\\]')
    .replace(/(?<=\S)[@\uff20](?=\S)/g, '[@]')
    .replace(DOMAIN_DOT, (dot, at: number, all: string) =>
      isDigit(all[at - 1]) && isDigit(all[at + 1]) ? dot : `[${dot}]`,
    );
