/** Compiled mail templates: MJML and text, compiled once per build, cut into pieces to be filled, and mirrored for right-to-left scripts. */
import type { Problem } from '../problem.ts';

/** Literal text; `{{mark}}` to be filled; a place where a block stood (`<!-- block:intro -->` … `<!-- /block:intro -->`). */
export type TemplatePiece = string | { mark: string } | { block: string };

export type Template = { html: readonly TemplatePiece[]; text: readonly TemplatePiece[] };

/**
 * By block: `letter`, its blocks `letter.intro` …, theirs `letter.items.story` … (template-blocks.ts lists them).
 * `styles`: key of a style mark → declarations, from templates/prose.css.
 */
export type MailTemplates = {
  templates: Readonly<Record<string, Template>>;
  styles: Readonly<Record<string, string>>;
};

/** The compiler port. What is wrong with a template is a problem with its place; `fingerprint` changes with any source. */
export type TemplateCompiler = {
  compile(): Promise<{ mail: MailTemplates; problems: readonly Problem[]; fingerprint: string }>;
};

/** Mail clients know no logical properties (caniemail: css-margin-inline), so sides are swapped. For our CSS and attributes only. */
const mirrorCss = (css: string): string =>
  css
    .replace(/\b(left|right)\b/g, (side) => (side === 'left' ? 'right' : 'left'))
    .replaceAll('direction:ltr', 'direction:rtl')
    .replace(/padding:(\S+) (\S+) (\S+) ([^\s;"]+)/g, 'padding:$1 $4 $3 $2');

const mirrorPieces = (pieces: readonly TemplatePiece[]): TemplatePiece[] =>
  pieces.map((piece) => (typeof piece === 'string' ? mirrorCss(piece) : piece));

/** For scripts that run from right to left: everything on the left side moves to the right. */
export function mirrorTemplates({ templates, styles }: MailTemplates): MailTemplates {
  return {
    templates: Object.fromEntries(
      Object.entries(templates).map(([name, { html, text }]) => [name, { html: mirrorPieces(html), text }]),
    ),
    styles: Object.fromEntries(Object.entries(styles).map(([key, css]) => [key, mirrorCss(css)])),
  };
}
