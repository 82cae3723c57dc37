/** Assembles a letter from its items: the blocks that topics may hide, the headers, both parts, and its size. */
import type { Correction, Entry, Fragment } from '../../domain/content/article.ts';
import { tagSafe } from '../../domain/ledger/run-key.ts';
import { previewHtml } from '../../domain/letters/compose.ts';
import type { BlockFilling } from '../../domain/letters/fill-template.ts';
import {
  type Letter,
  type LetterPage,
  listIdOf,
  NO_AUTO_REPLY,
  type Piece,
  type Plural,
  type Recipient,
} from '../../domain/letters/letter.ts';
import { stopAfter } from '../../domain/letters/preview-text.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { articlePath } from '../../domain/site/paths.ts';
import { formatDate } from '../../domain/text/dates.ts';
import {
  directTitle,
  LANGUAGE_NAME_KEY,
  plainForeignWords,
  say,
  type Words,
} from '../../domain/text/translations.ts';
import { minutesOf } from '../../domain/text/word-count.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LetterView } from '../release/view.ts';
import {
  bylineOf,
  fillContentsList,
  type ItemStyle,
  type LetterItem,
  type PrintedItem,
  printItem,
  printPassage,
} from './letter-items.ts';
import { fillParts, openShell, type Shell } from './letter-shell.ts';

export type AssemblyExtra = {
  /** Absolute origin without a trailing slash; letters keep it for ever. */
  base: string;
  /** Corrections of articles that this newsletter carried; the newsletter has not printed them yet. */
  corrections: readonly { entry: Entry; correction: Correction }[];
  /** The absolute address of "view in browser"; the default is the page of the edition, digest or article. */
  browser?: string;
  /** True in an editor's preview: articles that are not visible yet are printed, and still listed in `invisible`. */
  preview?: boolean;
};

export type Assembly = {
  letter: Letter;
  htmlBytes: number;
  /** Paths of the letter's pictures below the site's root, each once. */
  pictures: readonly string[];
  words: number;
  minutes: number;
  /** Articles by their share of the HTML, the heaviest first. */
  heaviest: readonly { article: string; bytes: number }[];
  /** Ids of articles that are not visible: drafts, future, withdrawn and unknown ones. */
  invisible: readonly string[];
};

/** The most bytes of a letter's HTML. Gmail clips at about 102 KB; links of the recipient and Gmail's own changes need room. */
export const MAX_HTML_BYTES = 90 * 1024;

export type LetterPlan = {
  kind: 'edition' | 'digest' | 'alert';
  /** The id of the edition, of the digest's run, or of the article: the second feedback id. */
  of: string;
  newsletter: Newsletter;
  subject: string;
  preheader: string;
  date: Instant;
  browser: string;
  intro?: Fragment | undefined;
  signoff?: Fragment | undefined;
  items: readonly LetterItem[];
  page?: LetterPage;
  extra: AssemblyExtra;
};

const pluralOf = (words: Words, key: string): Plural => ({
  one: words[`${key}.one`] ?? say(words, key),
  other: say(words, key),
});

/** Numbers the blocks in the order of printing, from `from`. A rule follows the first `ruled` of them. */
function numberBlocks(printed: readonly PrintedItem[], from: number, ruled: number): BlockFilling[] {
  return printed.map(({ filling }, i) => ({
    ...filling,
    blocks: { ...filling.blocks, rule: i < ruled ? [{}] : [] },
    block: from + i,
  }));
}

function fillCorrections(shell: Shell, { corrections }: AssemblyExtra): readonly BlockFilling[] {
  const correction = corrections.map(({ entry, correction: { date, text } }) => ({
    marks: {
      title: entry.title,
      url: shell.style.base + articlePath(entry.slug),
      date: formatDate(shell.context, date, 'short'),
      text,
    },
  }));
  return correction.length === 0 ? [] : [{ blocks: { correction } }];
}

/** Without a preheader, a client's preview line shows the headlines after the first one, as far as the topics leave them. */
const teasersOf = ({ preheader, items }: LetterPlan, firstBlock: number): readonly BlockFilling[] =>
  preheader !== ''
    ? []
    : items
        .flatMap((item, i) =>
          item.kind === 'article'
            ? [
                {
                  block: firstBlock + i,
                  marks: { title: item.entry.title },
                  blocks: { stop: [{ marks: { stop: stopAfter(item.entry.title) } }] },
                },
              ]
            : [],
        )
        .slice(1);

type Printed = Pick<Letter, 'blocks' | 'html' | 'text'>;

function printLetter(shell: Shell, plan: LetterPlan): Printed {
  const style: ItemStyle = {
    ...shell.style,
    browser: plan.browser,
    topics: shell.context.publication.topics,
    numbered: plan.kind !== 'alert',
    leads: plan.kind === 'digest',
    byline: (entry) => bylineOf(shell.context, plan.date, entry),
  };
  const intro = plan.intro ? [printPassage(plan.intro, style)] : [];
  const items = plan.items.map((item) => printItem(item, style));
  const signoff = plan.signoff ? [printPassage(plan.signoff, style)] : [];
  const blocks = [...intro, ...items, ...signoff].map(({ block }) => block);
  const { newsletter, subject, preheader, date, browser } = plan;
  return {
    blocks,
    ...fillParts(shell, {
      ...{ subject, preheader, newsletter, date, browser },
      why: say(style.words, 'letter.why', {
        newsletter: newsletter.name,
        publication: shell.context.publication.title,
      }),
      footer: true,
      blocks: {
        teaser: teasersOf(plan, intro.length),
        intro: numberBlocks(intro, 0, 0),
        contents: fillContentsList(plan.items, intro.length),
        items: numberBlocks(items, intro.length, items.length - 1 + signoff.length),
        signoff: numberBlocks(signoff, intro.length + items.length, 0),
        corrections: fillCorrections(shell, plan.extra),
      },
    }),
  };
}

function letterOf(shell: Shell, plan: LetterPlan): Letter {
  const { publication, words } = shell.context;
  const { kind, newsletter, subject } = plan;
  return {
    format: 1,
    kind,
    newsletter: newsletter.id,
    language: publication.language,
    ...(words[LANGUAGE_NAME_KEY] !== undefined && { wordsLanguage: words[LANGUAGE_NAME_KEY] }),
    from: newsletter.from,
    replyTo: newsletter.replyTo ?? publication.replyTo,
    subject: directTitle(plainForeignWords(subject, publication.language), publication.language),
    listId: listIdOf(publication, newsletter),
    unsubscribable: true,
    unsubscribeMailto: publication.unsubscribeMailto,
    // Not a standard header, but one that vacation replies look for.
    headers: { Precedence: 'bulk', ...NO_AUTO_REPLY },
    feedback: { a: newsletter.id, b: tagSafe(plan.of) },
    labels: {
      first: say(words, 'letter.first'),
      other: say(words, 'letter.other'),
      words: pluralOf(words, 'letter.words'),
      minutes: pluralOf(words, 'letter.minutes'),
    },
    ...printLetter(shell, plan),
    articles: plan.items.flatMap((item) => (item.kind === 'article' ? [item.entry.id] : [])),
    ...(plan.page && { page: plan.page }),
  };
}

/** Values as long as real ones, so that the measured size is true. */
const createSampleRecipient = (base: string): Recipient => ({
  to: { name: '', email: `${'a'.repeat(30)}@example.com` },
  topics: [],
  unsubscribe: `${base}/unsubscribe/${'a'.repeat(80)}`,
  preferences: `${base}/preferences/${'a'.repeat(80)}`,
  action: '',
});

const bytesOf = (pieces: readonly Piece[]): number =>
  pieces.reduce(
    (sum, p) => sum + (typeof p === 'string' ? Buffer.byteLength(p) : 'block' in p ? bytesOf(p.pieces) : 0),
    0,
  );

function rankByWeight({ blocks, html, articles }: Letter): Assembly['heaviest'] {
  const ofArticles = blocks.flatMap(({ kind }, i) => (kind === 'article' ? [i] : []));
  const bytes = new Map<number, number>();
  for (const piece of html) {
    if (typeof piece !== 'string' && 'block' in piece)
      bytes.set(piece.block, (bytes.get(piece.block) ?? 0) + bytesOf(piece.pieces));
  }
  return articles
    .map((article, n) => ({ article, bytes: bytes.get(ofArticles[n]!) ?? 0 }))
    .toSorted((a, b) => b.bytes - a.bytes);
}

const listPictures = (html: string, base: string): readonly string[] => [
  ...new Set([...html.matchAll(/<img [^>]*?src="([^"]+)"/g)].map(([, src]) => src!.slice(`${base}/`.length))),
];

export async function assembleLetter(view: LetterView, plan: LetterPlan): Promise<Assembly> {
  const { base } = plan.extra;
  const letter = letterOf(await openShell(view, base), plan);
  const html = previewHtml(letter, createSampleRecipient(base))!;
  const words = letter.blocks.reduce((sum, block) => sum + block.words, 0);
  return {
    letter,
    htmlBytes: Buffer.byteLength(html),
    pictures: listPictures(html, base),
    words,
    minutes: minutesOf(words),
    heaviest: rankByWeight(letter),
    invisible: [],
  };
}
