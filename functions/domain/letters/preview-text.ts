/** The preview line of a letter: what inboxes show behind the subject where nobody wrote a preheader. */
import type { Fragment } from '../content/article.ts';
import { FOLD } from '../content/fragment.ts';
import { cutAtWord } from '../text/trim.ts';

/** No inbox shows more. */
const MOST = 140;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const MARK = /\u0001[^\u0002]*\u0002/g;
/** The notes themselves, below the text. */
const FOOTNOTES = /<section class="footnotes"[\s\S]*?<\/section>/g;
const FOOTNOTE_REFERENCE = /<sup class="footnote-ref"[^>]*>.*?<\/sup>/g;
/** Their text goes on within the sentence; every other element begins a new one. */
const INLINE_TAG = /<\/?(?:a|abbr|b|code|del|em|i|kbd|mark|s|small|strong|sub|sup)\b[^>]*>/g;

/** The first words of a fragment, without links and markup; empty where it has none. */
export function firstWords({ html }: Pick<Fragment, 'html'>): string {
  const [above = ''] = html.split(FOLD, 1);
  const text = above
    .replace(MARK, '')
    .replace(FOOTNOTES, '')
    .replace(FOOTNOTE_REFERENCE, '')
    .replace(INLINE_TAG, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/\s+/g, ' ')
    .trim();
  return cutAtWord(text, MOST);
}

/** A summary as a preview line. */
export const shortened = (summary: string): string => cutAtWord(summary, MOST);
