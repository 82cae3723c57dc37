/**
 * Compiled mail templates (MJML and text): a build compiles them once and cuts them into pieces; right-to-left scripts get a mirrored copy.
 */
import type { Problem } from '../problem.ts';

/** Literal text; a `{{mark}}` to be filled; or the place of a block (`<!-- block:intro -->` … `<!-- /block:intro -->`). */
export type TemplatePiece = string | { mark: string } | { block: string };

export type Template = { html: readonly TemplatePiece[]; text: readonly TemplatePiece[] };

/**
 * Templates by block: `letter`, its blocks `letter.intro` …, their blocks `letter.items.story` … (listed in template-blocks.ts). `styles`:
 * key of a style mark → declarations, from templates/prose.css.
 */
export type MailTemplates = {
  templates: Readonly<Record<string, Template>>;
  styles: Readonly<Record<string, string>>;
};

/** The compiler port. Faults of a template are problems with file and line; `fingerprint` changes with every source. */
export type TemplateCompiler = {
  compile(): Promise<{ mail: MailTemplates; problems: readonly Problem[]; fingerprint: string }>;
};

/**
 * Swaps left and right, because mail clients support no logical properties (caniemail: css-margin-inline). Works for our own CSS and
 * attributes only. Cells, tables and authors' texts say their direction, because some clients drop `html` and `body`, and Outlook's engine
 * reads the attribute alone. Letter spacing would tear apart the joined letters of Arabic.
 */
const mirrorCss = (css: string): string =>
  css
    .replace(/\b(left|right)\b/g, (side) => (side === 'left' ? 'right' : 'left'))
    .replaceAll('direction:ltr', 'direction:rtl')
    .replace(/letter-spacing:[^;"]*;?/g, '')
    .replace(/&rarr;|&#8594;|\u2192/g, '\u2190')
    .replace(/<(td|table)(?= )(?![^>]* dir=)|(?<= class="prose")/g, (tag) => `${tag} dir="rtl"`)
    .replace(/padding:(\S+) (\S+) (\S+) ([^\s;"]+)/g, 'padding:$1 $4 $3 $2');

const mirrorPieces = (pieces: readonly TemplatePiece[]): TemplatePiece[] =>
  pieces.map((piece) => (typeof piece === 'string' ? mirrorCss(piece) : piece));

/** Mirrors the templates for scripts that are written from right to left. */
export function mirrorTemplates({ templates, styles }: MailTemplates): MailTemplates {
  return {
    templates: Object.fromEntries(
      Object.entries(templates).map(([name, { html, text }]) => [name, { html: mirrorPieces(html), text }]),
    ),
    styles: Object.fromEntries(Object.entries(styles).map(([key, css]) => [key, mirrorCss(css)])),
  };
}
