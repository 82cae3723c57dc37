/** The output of a body that is being rendered: HTML, plain text and counts so far. */
import type { Fragment } from '../../domain/content/article.ts';
import { FOLD_MARK } from '../../domain/content/fragment.ts';
import type { Rendered } from '../../domain/content/markdown.ts';
import { cutAtWord } from '../../domain/text/trim.ts';
import { countWords } from '../../domain/text/word-count.ts';
import { checkSize } from './bounds.ts';
import type { InlineOutput, Sheet, WrittenNote } from './sheet.ts';
import { type Frame, hangIndent, joinBlocks } from './text-layout.ts';

export type BodyOutput = {
  sheet: Sheet;
  html: string;
  /** Characters of the text outside open containers. */
  textSize: number;
  /** Open containers, the innermost last. */
  frames: Frame[];
  /** The next number of each open list; NaN for bullets. */
  counters: number[];
  /** The rows of the open table. */
  rows: string[][] | undefined;
  words: number;
  lede: string;
  /** True if the first paragraph stands below the fold. */
  ledeBelow: boolean;
  paragraphs: number;
  axiomsAt: { axiom: string; paragraph: number }[];
  folded: boolean;
  /** Headings above the fold. */
  headingsAbove: number;
  /** References to notes above the fold. */
  referencesAbove: number;
  /** The HTML above the note that is being written, of a body with a fold. */
  above: string;
  /** The notes of a body with a fold. */
  notes: WrittenNote[];
  /** The fold mark will be put before the next block of the plain text. */
  foldWaits: boolean;
};

export const createBodyOutput = (sheet: Sheet): BodyOutput => ({
  sheet,
  html: '',
  textSize: 0,
  frames: [{ blocks: [], tight: false }],
  counters: [],
  rows: undefined,
  words: 0,
  lede: '',
  ledeBelow: false,
  paragraphs: 0,
  axiomsAt: [],
  folded: false,
  headingsAbove: 0,
  referencesAbove: 0,
  above: '',
  notes: [],
  foldWaits: false,
});

/** Adds a block of text to the innermost open container. */
export function addText(page: BodyOutput, text: string): void {
  if (text === '') return;
  page.textSize = page.frames.length === 1 ? page.textSize + text.length : page.textSize;
  if (!checkSize(page.sheet, page.textSize + (page.frames.length === 1 ? 0 : text.length))) return;
  const fold = page.foldWaits && page.frames.length === 1;
  page.frames.at(-1)!.blocks.push(fold ? FOLD_MARK + text : text);
  if (fold) page.foldWaits = false;
}

export const openFrame = (page: BodyOutput, tight: boolean): void =>
  void page.frames.push({ blocks: [], tight });

/** Closes the innermost container. Its text, laid out, becomes a block of the container around it. */
export function closeFrame(page: BodyOutput, layout: (text: string) => string): void {
  addText(page, layout(joinBlocks(page.frames.pop()!)));
}

export const closeItem = (page: BodyOutput, lead: string): void =>
  closeFrame(page, (text) => hangIndent(lead, text));

/** A paragraph with blank lines around it makes its list item and its list loose. */
export function loosenList(page: BodyOutput): void {
  for (const frame of page.frames.slice(-2)) frame.tight = false;
}

/** The most characters of a lede: list pages and feeds repeat it as a summary. */
const MAX_LEDE_CHARACTERS = 400;

export function addWordCount(page: BodyOutput, written: InlineOutput, level: number): void {
  page.words += countWords(written.bare);
  if (page.lede !== '' || level > 0) return;
  page.lede = cutAtWord(written.bare.replace(/\s+/g, ' ').trim(), MAX_LEDE_CHARACTERS);
  page.ledeBelow = page.folded;
}

/** `briefNotes`: the notes of the part above the fold. */
export function finishBody(page: BodyOutput, briefNotes: Fragment['briefNotes']): Rendered {
  const { sheet } = page;
  const { full } = sheet.bounds;
  const text = full ? '' : joinBlocks(page.frames[0]!) + (page.foldWaits ? FOLD_MARK : '');
  return {
    fragment: {
      ...{ html: full ? '' : page.html.trimEnd(), text, folded: page.folded && !full },
      ...(briefNotes && !full && { briefNotes }),
    },
    figures: sheet.figures,
    files: sheet.files,
    words: page.words,
    lede: page.lede,
    ...(page.lede !== '' && page.ledeBelow && { ledeBelow: true }),
    links: sheet.links,
    axiomsAt: page.axiomsAt,
    anchors: sheet.anchors,
    headingsAbove: page.headingsAbove,
    problems: sheet.problems,
  };
}
