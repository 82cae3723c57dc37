/** The items of a letter: prints each article, sponsor and text, and makes the block of each. */
import type { Entry, Fragment, Picture } from '../../domain/content/article.ts';
import type { EditionItem, PictureSize } from '../../domain/content/edition.ts';
import { fillText } from '../../domain/content/fragment.ts';
import { markPaidLinks } from '../../domain/content/paid-links.ts';
import type { BlockFilling } from '../../domain/letters/fill-template.ts';
import type { Block } from '../../domain/letters/letter.ts';
import {
  fillFigure,
  fillThumb,
  type MailStyle,
  renderParagraph,
  renderProse,
  SPONSOR_WIDTH,
} from '../../domain/letters/mail-prose.ts';
import { fillUnderline } from '../../domain/letters/text-marks.ts';
import type { Topic } from '../../domain/publication/publication.ts';
import { articlePath, FOLD_ANCHOR } from '../../domain/site/paths.ts';
import { type DateContext, formatDate, formatList } from '../../domain/text/dates.ts';
import { escapeHtml } from '../../domain/text/escape.ts';
import { directTitle, say } from '../../domain/text/translations.ts';
import { countWords } from '../../domain/text/word-count.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** An item with everything that printing it takes. */
export type LetterItem =
  | {
      kind: 'article';
      entry: Entry;
      fragment: Fragment;
      as: ArticleShape;
      picture?: PictureSize;
      label: string | undefined;
    }
  | Exclude<EditionItem, { kind: 'article' }>;
export type ArticleShape = 'whole' | 'brief' | 'headline';
export type ArticleItem = Extract<LetterItem, { kind: 'article' }>;

/**
 * `topics`: the names for kickers. `numbered`: articles have numbers, which a single article has not. `leads`: the first article's headline
 * is the subject. `browser`: the address of the letter's page. `byline` writes an article's byline, which may be empty.
 */
export type ItemStyle = MailStyle & {
  browser: string;
  topics: readonly Topic[];
  numbered: boolean;
  leads: boolean;
  byline: (entry: Entry) => string;
};
export type PrintedItem = { filling: BlockFilling; block: Block };

/** The most words of a body that is printed whole as a brief. */
const BRIEF_MAX_WORDS = 250;

/** An article for letters only is printed whole, because the site has no more of it. */
function shapeOf({ entry, fragment, as }: ArticleItem): ArticleShape | 'summary' {
  if (entry.access === 'letter') return 'whole';
  if (as !== 'brief' || fragment.folded) return as;
  return entry.words <= BRIEF_MAX_WORDS ? 'whole' : 'summary';
}

const labelOf = (label: string | undefined, { words }: MailStyle): string | undefined =>
  label === undefined ? undefined : say(words, 'letter.labelled', { label });

function fillByline(entry: Entry, style: ItemStyle): readonly BlockFilling[] {
  const byline = style.byline(entry);
  return byline === '' ? [] : [{ marks: { byline } }];
}

function fillStory(item: ArticleItem, shape: 'whole' | 'brief' | 'summary', style: ItemStyle): BlockFilling {
  const { entry, fragment } = item;
  const topic = style.topics.find(({ id }) => id === entry.topic)?.name;
  const page = style.base + articlePath(entry.slug);
  const deeper = shape === 'brief' ? `${page}#${FOLD_ANCHOR}` : page;
  return {
    as: 'story',
    marks: {
      title: entry.title,
      url: page,
      body:
        shape === 'summary'
          ? renderParagraph(entry.summary, style)
          : renderProse(fragment, style, shape, entry.access === 'public' ? page : undefined),
    },
    blocks: {
      underline: fillUnderline(entry.title),
      kicker: topic === undefined ? [] : [{ marks: { topic } }],
      label: style.numbered ? [{}] : [],
      byline: fillByline(entry, style),
      ...fillLeadPicture(entry.image, item.picture ?? 'large', style),
      deeper: shape === 'whole' ? [] : [{ marks: { url: deeper } }],
    },
  };
}

/** A picture from a release of an older version has no thumbnail, and is large. */
function fillLeadPicture(
  image: Picture | undefined,
  size: PictureSize,
  style: ItemStyle,
): NonNullable<BlockFilling['blocks']> {
  if (!image || size === 'none') return {};
  return size === 'small' && image.thumb
    ? { thumb: [fillThumb(image, image.thumb, style)] }
    : { figure: [fillFigure(image, style)] };
}

function fillHeadline({ entry }: ArticleItem, style: ItemStyle): BlockFilling {
  return {
    as: 'headline',
    marks: {
      title: entry.title,
      url: style.base + articlePath(entry.slug),
      summary: entry.summary,
    },
    blocks: {
      underline: fillUnderline(entry.title),
      label: style.numbered ? [{}] : [],
      byline: fillByline(entry, style),
    },
  };
}

function wordsOf({ entry, fragment }: ArticleItem, shape: ArticleShape | 'summary'): number {
  if (shape === 'whole') return entry.words;
  if (shape === 'brief') return countWords(fillText(fragment, '', 'brief'));
  return countWords(entry.summary);
}

function printArticle(item: ArticleItem, style: ItemStyle): PrintedItem {
  const { entry } = item;
  const shape = shapeOf(item);
  const label = labelOf(item.label, style);
  return {
    filling: shape === 'headline' ? fillHeadline(item, style) : fillStory(item, shape, style),
    block: {
      topic: entry.topic,
      kind: 'article',
      label,
      words: wordsOf(item, shape),
      ...(style.leads && { subject: directTitle(entry.title, style.language) }),
    },
  };
}

function printSponsor(
  { sponsor: { name, url, body }, label }: Extract<LetterItem, { kind: 'sponsor' }>,
  style: ItemStyle,
): PrintedItem {
  const heading = label ?? say(style.words, 'letter.sponsor', { sponsor: name });
  return {
    filling: {
      as: 'sponsor',
      marks: {
        heading,
        sponsor: name,
        url,
        body: renderProse(markPaidLinks(body), { ...style, width: SPONSOR_WIDTH }, 'whole', style.browser),
      },
      // Most sponsors' texts have the link already.
      blocks: { visit: body.html.includes(`href="${escapeHtml(url)}`) ? [] : [{}] },
    },
    block: { topic: undefined, kind: 'sponsor', label: undefined, words: 0 },
  };
}

type SizedItem = { kind: EditionItem['kind']; as?: ArticleShape; picture?: PictureSize };

/**
 * The size of the lead picture for each item, in order: the editor's, else `large` for whole articles and for the first brief, and `small`
 * for later briefs. It is `none` for what shows no picture.
 */
export function choosePictures(items: readonly SizedItem[]): PictureSize[] {
  let briefs = 0;
  return items.map(({ kind, as, picture }) => {
    if (kind !== 'article' || as === 'headline') return 'none';
    if (as === 'brief') briefs += 1;
    return picture ?? (as === 'brief' && briefs > 1 ? 'small' : 'large');
  });
}

/** Gives each article its size of picture: the sizes that an editor left open depend on the items before. */
export function sizePictures<T extends LetterItem>(items: readonly T[]): T[] {
  const sizes = choosePictures(items);
  return items.map((item, i) => (item.kind === 'article' ? { ...item, picture: sizes[i]! } : item));
}

export const printPassage = (body: Fragment, style: ItemStyle): PrintedItem => ({
  filling: { marks: { body: renderProse(body, style, 'whole', style.browser) } },
  block: { topic: undefined, kind: 'text', label: undefined, words: countWords(fillText(body, '')) },
});

export function printItem(item: LetterItem, style: ItemStyle): PrintedItem {
  if (item.kind === 'article') return printArticle(item, style);
  if (item.kind === 'sponsor') return printSponsor(item, style);
  const { filling, block } = printPassage(item.body, style);
  const heading =
    item.label === undefined
      ? []
      : [{ marks: { heading: item.label }, blocks: { underline: fillUnderline(item.label) } }];
  return { filling: { ...filling, as: 'text', blocks: { heading } }, block };
}

/**
 * The byline of a story: its authors, and its date if that is not the letter's own day. Empty for a story of the same day without authors. `sentOn`: the date that the letter shows.
 */
export function bylineOf(
  context: DateContext,
  sentOn: Instant,
  { authors, date }: Pick<Entry, 'authors' | 'date'>,
): string {
  const by =
    authors.length === 0 ? '' : say(context.words, 'letter.by', { authors: formatList(context, authors) });
  const day = formatDate(context, date, 'day');
  const dated = day === formatDate(context, sentOn, 'day') ? '' : day;
  return [by, dated].filter((part) => part !== '').join(' · ');
}

/** A letter of so many lines can be taken in without a list. */
const MAX_UNLISTED_LINES = 4;

/**
 * The contents list at the head of a long letter. Its lines are no links: Gmail and others do not follow a link to a place in the same letter
 * (caniemail: html-anchor-links). Sponsors, and texts without a label, have no line. `firstBlock`: the block of the first item; a line is hidden with its item.
 */
export function fillContentsList(items: readonly LetterItem[], firstBlock: number): readonly BlockFilling[] {
  const line = items.flatMap((item, i): BlockFilling[] => {
    const block = firstBlock + i;
    if (item.kind === 'article')
      return [{ block, marks: { title: item.entry.title }, blocks: { label: [{}] } }];
    if (item.kind !== 'text' || item.label === undefined) return [];
    return [{ block, marks: { title: item.label } }];
  });
  return line.length > MAX_UNLISTED_LINES ? [{ blocks: { line } }] : [];
}
