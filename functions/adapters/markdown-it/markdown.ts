/** The Markdown port over markdown-it: CommonMark, tables, footnotes; no HTML, no typographer, no link guessing. */
import createParser, { type Env, type MarkdownIt } from 'markdown-it';
import footnote from 'markdown-it-footnote';
import type { Markdown, RenderOptions } from '../../domain/content/markdown.ts';
import { axiomKey } from '../../domain/publication/axioms.ts';
import { stripForbidden } from '../../domain/text/escape.ts';
import { writeBlocks } from './block-writer.ts';
import { boundsOf } from './bounds.ts';
import { readComments } from './comment-rules.ts';
import { leanRules } from './lean-rules.ts';
import { leanStates } from './lean-states.ts';
import { gatherNotes } from './notes.ts';
import { newPage, renderedBody } from './page.ts';
import { type Bounds, complain, type Sheet } from './sheet.ts';

export function createMarkdown(): Markdown {
  const md = parser();
  leanRules(md);
  leanStates(md);
  const axiomMaps = new WeakMap<readonly string[], ReadonlyMap<string, string>>();
  return {
    render(body, options) {
      let axioms = axiomMaps.get(options.axioms);
      if (!axioms) {
        axioms = new Map(options.axioms.map((axiom) => [axiomKey(axiom), axiom]));
        axiomMaps.set(options.axioms, axioms);
      }
      const env: Env = {};
      const tokens = md.parse(stripForbidden(body), env);
      const page = newPage(newSheet(options, axioms, boundsOf(body, env)));
      writeBlocks(page, tokens);
      checkPlaces(page.sheet);
      return renderedBody(page);
    },
  };
}

/** The reference parser: our Markdown without the fast paths. */
export function parser(): MarkdownIt {
  const md = createParser('default', { html: false, linkify: false, typographer: false });
  md.disable('strikethrough');
  // Links are checked when they are rendered, so that a bad one is reported instead of printed as source.
  md.validateLink = () => true;
  // The plugin's types are those of markdown-it 14.
  md.use(footnote as unknown as (md: MarkdownIt) => void);
  md.use(gatherNotes);
  md.use(readComments);
  return md;
}

const newSheet = (options: RenderOptions, axioms: ReadonlyMap<string, string>, bounds: Bounds): Sheet => ({
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

function checkPlaces(sheet: Sheet): void {
  if (sheet.places.length === 0) return;
  const known = [...sheet.ids].slice(0, 10).map((id) => `\`#${id}\``);
  for (const { href, line } of sheet.places) {
    if (sheet.ids.has(href.slice(1))) continue;
    const remedy =
      known.length > 0 ? `Its headings are ${known.join(', ')}.` : 'Only headings can be linked to.';
    complain(sheet, 'error', line, `There is no place \`${href.slice(0, 80)}\` in this text.`, remedy);
  }
}
