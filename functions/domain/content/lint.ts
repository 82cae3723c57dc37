/** Lint: advice for one article or edition. Errors are found earlier, by the parsers. */
import { addProblem, type Problem } from '../problem.ts';
import type { Passage } from '../source/source-files.ts';
import type { ArticleSource } from './article-source.ts';
import type { EditionSource, SponsorSource } from './edition-source.ts';
import { lintImage } from './lint-images.ts';
import { lintMarkup, lintTags, lintTagsInBody, type Warn } from './lint-tags.ts';
import type { Figure, Rendered } from './markdown.ts';

/** Most characters of a title and of a summary. Search results and inboxes cut headlines at about 70, previews at about 160. */
const MAX_TITLE = 100;
const MAX_SUMMARY = 300;
/** Most characters of a subject and of a preheader. Gmail shows about 40 characters of a subject on a phone, about 70 on a desktop. */
const MAX_SUBJECT = 70;
const MAX_PREHEADER = 140;
/** The paragraphs, from the top, within which an article should say why it matters. */
const WHY_WITHIN_PARAGRAPHS = 3;

export function lintArticle(
  source: ArticleSource,
  rendered: Rendered,
  whyAxioms: readonly string[],
): readonly Problem[] {
  const { entry, lines, file } = source;
  const problems: Problem[] = [];
  const warn = createWarn(file, problems);
  const at = (key: string) => lines[key] ?? 1;
  warnIfTooLong(warn, at('title'), 'The title', entry.title, MAX_TITLE);
  warnIfTooLong(warn, at('summary'), 'The summary', entry.summary, MAX_SUMMARY);
  const images = source.image ? [source.image, ...rendered.figures] : rendered.figures;
  for (const image of images) lintImage(warn, image);
  if (rendered.words === 0) {
    if (!entry.draft) warn(source.body.line, 'The article has no words.', 'Write it, or set `draft: true`.');
  } else if (
    !rendered.axiomsAt.some((a) => a.paragraph < WHY_WITHIN_PARAGRAPHS && whyAxioms.includes(a.axiom))
  ) {
    const [reason = 'Why it matters'] = whyAxioms;
    const message = `No "${reason}" in the first ${WHY_WITHIN_PARAGRAPHS} paragraphs.`;
    warn(source.body.line, message, `Add a paragraph that begins with \`**${reason}:**\`.`);
  }
  if (entry.access === 'letter') lintLetterOnly(warn, at('access'), entry.summary, rendered);
  for (const key of ['title', 'summary'] as const) lintText(warn, at(key), entry[key]);
  const { alt = '', caption = '', credit = '', line = 1 } = source.image ?? {};
  for (const text of [alt, caption, credit]) lintTags(warn, line, text);
  for (const { text } of entry.corrections) lintTags(warn, at('corrections'), text);
  lintBody(warn, source.body);
  return problems;
}

/** What is public of an article for the letter alone: the part above its fold, and its summary. */
function lintLetterOnly(warn: Warn, line: number, summary: string, { fragment, lede }: Rendered): void {
  if (summary !== '' || fragment.folded || lede === '') return;
  const message = 'Its first paragraph is public, for it has neither a `summary` nor `<!-- more -->`.';
  warn(line, message, 'Add a `summary`, or put `<!-- more -->` below the part for everybody.');
}

/** `intro`: the rendered intro. If it is absent, an intro in the source counts as one with words. */
export function lintEdition(source: EditionSource, intro?: Rendered): readonly Problem[] {
  const problems: Problem[] = [];
  const warn = createWarn(source.file, problems);
  const at = (key: string) => source.lines[key] ?? 1;
  warnIfTooLong(warn, at('subject'), 'The subject', source.subject, MAX_SUBJECT);
  warnIfTooLong(warn, at('preheader'), 'The preheader', source.preheader, MAX_PREHEADER);
  const introduced = intro ? intro.words > 0 : source.intro !== undefined;
  if (!source.preheader) {
    const message = `There is no \`preheader\`${introduced ? '' : ', and no intro to stand for it'}.`;
    warn(at('subject'), message, 'Add one: inboxes show it behind the subject.');
  }
  if (source.items.length === 0)
    warn(at('items'), 'The edition has no items.', 'Add `items:` and below it `- article: a-slug`.');
  for (const key of ['subject', 'preheader'] as const) lintText(warn, at(key), source[key]);
  for (const { label = '', line } of source.items) lintText(warn, line, label);
  const texts = source.items.flatMap((item) => (item.kind === 'text' ? [item.body] : []));
  for (const passage of [source.intro, ...texts, source.signoff]) if (passage) lintBody(warn, passage);
  return problems;
}

export function lintSponsor({ file, name, url, body }: SponsorSource): readonly Problem[] {
  const problems: Problem[] = [];
  const warn = createWarn(file, problems);
  for (const text of [name, url]) lintText(warn, 1, text);
  lintBody(warn, body);
  return problems;
}

/** A body and the one line that stands above it in an inbox. */
export function lintPassage(file: string, body: Passage, subject: string): readonly Problem[] {
  const problems: Problem[] = [];
  const warn = createWarn(file, problems);
  warnIfTooLong(warn, 1, 'The subject', subject, MAX_SUBJECT);
  lintText(warn, 1, subject);
  lintBody(warn, body);
  return problems;
}

export const lintFigures = (file: string, figures: readonly Figure[]): readonly Problem[] => {
  const problems: Problem[] = [];
  for (const figure of figures) lintImage(createWarn(file, problems), figure);
  return problems;
};

const createWarn =
  (file: string, problems: Problem[]): Warn =>
  (line, message, remedy) =>
    addProblem(problems, { file, line, level: 'warning', message, remedy });

function warnIfTooLong(warn: Warn, line: number, what: string, text: string, most: number): void {
  if (text.length <= most) return;
  const length = [...text].length;
  if (length > most)
    warn(line, `${what} has ${length} characters.`, `Shorten it to ${most}: lists and inboxes cut it off.`);
}

/** Journalists write TK for text that is still to come. No word of any language has these two letters in capitals. */
const PLACEHOLDER = /(?<![A-Za-z0-9])(?:TK)+(?![A-Za-z0-9])|[Ll]orem ipsum/;

/** A cheap test before PLACEHOLDER, because nearly no text has one: two searches cost a tenth of the pattern. */
const mayHoldPlaceholder = (text: string): boolean => text.includes('TK') || text.includes('orem ipsum');

function lintPlaceholder(warn: Warn, line: number, text: string): void {
  const [found] = (mayHoldPlaceholder(text) && PLACEHOLDER.exec(text)) || [];
  if (found) warn(line, `A placeholder is left: \`${found}\`.`, 'Write what was to come.');
}

/** Checks one line of the front matter. */
function lintText(warn: Warn, line: number, text: string): void {
  lintPlaceholder(warn, line, text);
  lintTags(warn, line, text);
}

function lintBody(warn: Warn, { body, line }: Passage): void {
  lintTagsInBody(warn, { body, line });
  lintMarkup(warn, { body, line });
  if (!mayHoldPlaceholder(body)) return;
  body.split('\n').forEach((text, i) => {
    lintPlaceholder(warn, line + i, text);
  });
}
