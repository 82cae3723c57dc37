/** Implements the Markdown port with markdown-it: CommonMark, tables, footnotes, strikethrough, bare links; no HTML, no typographer. */
import createParser, { type Env, type MarkdownIt, type Token } from 'markdown-it';
import cjkEmphasis from 'markdown-it-cjk-friendly';
import footnote from 'markdown-it-footnote';
import { allocateAnchors, createAnchorFinder, createPlaceDescriber } from '../../domain/content/anchors.ts';
import type { Markdown, RenderOptions } from '../../domain/content/markdown.ts';
import { axiomKey } from '../../domain/publication/axioms.ts';
import { stripForbidden } from '../../domain/text/escape.ts';
import { addBareLinks } from './bare-links.ts';
import { writeBlocks } from './block-writer.ts';
import { boundsOf } from './bounds.ts';
import { gatherBriefNotes } from './brief-notes.ts';
import { addCommentRules } from './comment-rules.ts';
import { addFastRules } from './lean-rules.ts';
import { useFastStates } from './lean-states.ts';
import { gatherNotes } from './notes.ts';
import { createBodyOutput, finishBody } from './page.ts';
import { checkReferences } from './references.ts';
import { type Bounds, reportProblem, type Sheet } from './sheet.ts';

export function createMarkdown(): Markdown {
  const md = createReferenceParser();
  addFastRules(md);
  useFastStates(md);
  const axiomMaps = new WeakMap<readonly string[], ReadonlyMap<string, string>>();
  return {
    render(body, options) {
      let axioms = axiomMaps.get(options.axioms);
      if (!axioms) {
        axioms = new Map(options.axioms.map((axiom) => [axiomKey(axiom), axiom]));
        axiomMaps.set(options.axioms, axioms);
      }
      const env: Env = {};
      const clean = stripForbidden(body);
      const tokens = md.parse(clean, env);
      const page = createBodyOutput(createSheet(options, axioms, tokens, boundsOf(body, env)));
      writeBlocks(page, tokens);
      checkPlaces(page.sheet);
      checkReferences(page.sheet, clean, env);
      return finishBody(page, gatherBriefNotes(page));
    },
  };
}

/** The parser for our dialect of Markdown, without the fast paths. */
export function createReferenceParser(): MarkdownIt {
  const md = createParser('default', { html: false, linkify: false, typographer: false });
  // Every link is accepted here and checked when it is rendered, so that a faulty one is reported instead of printed as its source.
  md.validateLink = () => true;
  // Emphasis beside Chinese, Japanese and Korean characters (commonmark-spec issue 650). The fast states inherit what it changes.
  md.use(cjkEmphasis as unknown as (md: MarkdownIt) => void);
  // The types of the plugin are for markdown-it 14.
  md.use(footnote as unknown as (md: MarkdownIt) => void);
  md.use(gatherNotes);
  md.use(addCommentRules);
  md.use(addBareLinks);
  return md;
}

function createSheet(
  options: RenderOptions,
  axioms: ReadonlyMap<string, string>,
  tokens: readonly Token[],
  bounds: Bounds,
): Sheet {
  const anchors = allocateAnchors(listHeadings(tokens), options.idPrefix);
  return {
    ...{ options, axioms, anchors, bounds },
    findAnchor: createAnchorFinder(anchors, options.idPrefix),
    line: options.line,
    figures: [],
    links: [],
    headings: 0,
    note: 0,
    noteReferences: [],
    missing: [],
    problems: [],
  };
}

function checkPlaces(sheet: Sheet): void {
  const describe = createPlaceDescriber();
  for (const { href, line } of sheet.missing) {
    const { message, remedy } = describe(href.slice(1), sheet.anchors, 'this text');
    reportProblem(sheet, 'error', line, message, remedy);
  }
}

/** Headings are listed before the body is rendered, so that a link to one further below resolves at once. */
const listHeadings = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token, i) => (token.type === 'heading_open' ? bareTextOf(tokens[i + 1]!.children!) : []));

/** The words of inline tokens as they are printed, without numbers of notes, comments and addresses. */
const bareTextOf = (tokens: readonly Token[]): string =>
  tokens
    .map(({ type, content, children }) => {
      if (type === 'comment' || type === 'footnote_ref') return '';
      if (type.endsWith('break')) return ' ';
      return children ? bareTextOf(children) : content;
    })
    .join('');
