/** Splits a compiled document into its blocks; each leaves a reference in its place. */
import type { TemplatePiece } from '../../domain/letters/template.ts';

const TOKEN = /<!--\s*(\/?)block:([a-z-]+)\s*-->|\{\{\s*([A-Za-z0-9.-]+)\s*\}\}/g;

/** The template parts of each block, by its full name. The markers must pair (check-sources.ts makes sure). */
export function cut(document: string, root: string): Record<string, TemplatePiece[]> {
  const blocks: Record<string, TemplatePiece[]> = { [root]: [] };
  const open = [root];
  const print = (piece: TemplatePiece): void => {
    if (piece !== '') blocks[open.at(-1)!]!.push(piece);
  };
  let end = 0;
  for (const token of document.matchAll(TOKEN)) {
    print(document.slice(end, token.index));
    end = token.index + token[0].length;
    const [, closing, block, mark] = token;
    if (mark !== undefined) print({ mark });
    else if (closing) open.pop();
    else {
      print({ block: block! });
      open.push(`${open.at(-1)}.${block}`);
      blocks[open.at(-1)!] = [];
    }
  }
  print(document.slice(end));
  return blocks;
}

/** Strips MJML's indentation, and comments of designers (HTML and CSS). Markers and Outlook's conditional comments stay. */
export const tidyHtml = (html: string): string =>
  html
    .replace(/<!--(?!\s*\/?block:|\[if|<!\[endif|>)[\s\S]*?-->/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .replace(/\n(?=>)/g, '')
    .replace(/(<[a-z]+)\n/g, '$1 ');

/** A marker that is alone on its line is removed with the line. */
export const tidyText = (text: string): string =>
  text.replace(/^[ \t]*(<!--\s*\/?block:[a-z-]+\s*-->)[ \t]*\n/gm, '$1');
