/** Mail templates for scripts that run from right to left: what stands left stands right. */
import type { MailTemplates, TemplatePiece } from './template.ts';

/** Mail clients know no logical properties (caniemail: css-margin-inline), so sides are swapped. For our CSS and attributes only. */
const mirrorCss = (css: string): string =>
  css
    .replace(/\b(left|right)\b/g, (side) => (side === 'left' ? 'right' : 'left'))
    .replaceAll('direction:ltr', 'direction:rtl')
    .replace(/padding:(\S+) (\S+) (\S+) ([^\s;"]+)/g, 'padding:$1 $4 $3 $2');

const mirrorPieces = (pieces: readonly TemplatePiece[]): TemplatePiece[] =>
  pieces.map((piece) => (typeof piece === 'string' ? mirrorCss(piece) : piece));

export function mirrorTemplates({ templates, styles }: MailTemplates): MailTemplates {
  return {
    templates: Object.fromEntries(
      Object.entries(templates).map(([name, { html, text }]) => [name, { html: mirrorPieces(html), text }]),
    ),
    styles: Object.fromEntries(Object.entries(styles).map(([key, css]) => [key, mirrorCss(css)])),
  };
}
