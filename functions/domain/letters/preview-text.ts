/** Makes the preview line of a letter: the text that inboxes show behind the subject if the edition has no preheader. */
import type { Fragment } from '../content/article.ts';
import { FOLD_MARK } from '../content/fragment.ts';
import { cutAtWord } from '../text/trim.ts';

/** The most characters of a preview line; no inbox shows more. */
const MAX_PREVIEW_LENGTH = 140;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const MARK = /\u0001[^\u0002]*\u0002/g;
/** The list of footnotes at the end of the body. */
const FOOTNOTES = /<section class="footnotes"[\s\S]*?<\/section>/g;
const FOOTNOTE_REFERENCE = /<sup class="footnote-ref"[^>]*>.*?<\/sup>/g;
/** Tags within a sentence. Every other tag begins a new one, so a space replaces it. */
const INLINE_TAG = /<\/?(?:a|abbr|b|code|del|em|i|kbd|mark|s|small|strong|sub|sup)\b[^>]*>/g;

/** Returns the beginning of a fragment as text, without links and markup; empty if it has no words. */
export function firstWordsOf({ html }: Pick<Fragment, 'html'>): string {
  const [above = ''] = html.split(FOLD_MARK, 1);
  const text = above
    .replace(MARK, '')
    .replace(FOOTNOTES, '')
    .replace(FOOTNOTE_REFERENCE, '')
    .replace(INLINE_TAG, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/\s+/g, ' ')
    .trim();
  return cutAtWord(text, MAX_PREVIEW_LENGTH);
}

const ENDS_ITSELF = /[.!?…。！？؟।][\p{Pf}\p{Pe}"'”’]*$/u;
const ENDS_IN_CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]\p{Pe}*$/u;

/** Ends a headline as a sentence of the preview line. A mark between two would be left over where topics hide the next one. */
export const stopAfter = (headline: string): string =>
  ENDS_ITSELF.test(headline) ? ' ' : ENDS_IN_CJK.test(headline) ? '。' : '. ';

/** Shortens a summary to a preview line. */
export const shortenSummary = (summary: string): string => cutAtWord(summary, MAX_PREVIEW_LENGTH);
