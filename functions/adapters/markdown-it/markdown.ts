/** Implements the Markdown port with markdown-it: CommonMark, tables, footnotes, strikethrough, bare links; no HTML, no typographer. */
import createParser, { type Env, type MarkdownIt } from 'markdown-it';
import footnote from 'markdown-it-footnote';
import type { Markdown, RenderOptions } from '../../domain/content/markdown.ts';
import { axiomKey } from '../../domain/publication/axioms.ts';
import { stripForbidden } from '../../domain/text/escape.ts';
import { addBareLinks } from './bare-links.ts';
import { writeBlocks } from './block-writer.ts';
import { boundsOf } from './bounds.ts';
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
      const page = createBodyOutput(createSheet(options, axioms, boundsOf(body, env)));
      writeBlocks(page, tokens);
      checkAnchors(page.sheet);
      checkReferences(page.sheet, clean, env);
      return finishBody(page);
    },
  };
}

/** The parser for our dialect of Markdown, without the fast paths. */
export function createReferenceParser(): MarkdownIt {
  const md = createParser('default', { html: false, linkify: false, typographer: false });
  // Every link is accepted here and checked when it is rendered, so that a faulty one is reported instead of printed as its source.
  md.validateLink = () => true;
  // The types of the plugin are for markdown-it 14.
  md.use(footnote as unknown as (md: MarkdownIt) => void);
  md.use(gatherNotes);
  md.use(addCommentRules);
  md.use(addBareLinks);
  return md;
}

const createSheet = (options: RenderOptions, axioms: ReadonlyMap<string, string>, bounds: Bounds): Sheet => ({
  options,
  axioms,
  line: options.line,
  figures: [],
  links: [],
  places: [],
  ids: new Set(),
  bounds,
  problems: [],
});

function checkAnchors(sheet: Sheet): void {
  if (sheet.places.length === 0) return;
  const known = [...sheet.ids].slice(0, 10).map((id) => `\`#${id}\``);
  for (const { href, line } of sheet.places) {
    if (sheet.ids.has(href.slice(1))) continue;
    const remedy =
      known.length > 0
        ? `The headings of the text are ${known.join(', ')}.`
        : 'Only headings can be linked to.';
    reportProblem(sheet, 'error', line, `There is no place \`${href.slice(0, 80)}\` in this text.`, remedy);
  }
}
