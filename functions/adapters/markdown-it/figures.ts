/** Figures: an image alone in its paragraph, its title the caption, `{credit="…"}` behind it. */
import type { Token } from 'markdown-it';
import { imagePlace } from '../../domain/content/image-source.ts';
import { joinLines } from '../../domain/source/yaml-fields.ts';
import { countPicture, mayExpand } from './bounds.ts';
import { complain, type Sheet } from './sheet.ts';

/** The text between the braces, and within it the text between quotation marks. */
const CREDIT = /^\{\s*credit\s*=(.*)\}$/s;
const QUOTED = /^(?:"([^"]*)"|'([^']*)'|([^}]*))$/;

/** The text of inline tokens, markup left out. */
export const textOfTokens = (tokens: readonly Token[]): string =>
  tokens
    .map((t) => (t.type.endsWith('break') ? ' ' : t.children ? textOfTokens(t.children) : t.content))
    .join('');

/** The paragraph's image, if there is nothing else but a credit. */
export function figureIn(inline: Token): { image: Token; credit: string } | undefined {
  const [image, ...rest] = inline.children!.filter((t) => t.type !== 'text' || t.content.trim() !== '');
  if (image?.type !== 'image' || rest.some((t) => t.type === 'image')) return undefined;
  const beside = textOfTokens(rest).trim();
  if (beside === '') return { image, credit: '' };
  const credit = QUOTED.exec(CREDIT.exec(beside)?.[1]?.trim() ?? '}');
  return credit ? { image, credit: joinLines(credit[1] ?? credit[2] ?? credit[3] ?? '') } : undefined;
}

/** Adds a figure, and returns its number within the body; `undefined` if the image cannot be one of ours. */
export function addFigure(sheet: Sheet, image: Token, credit: string): number | undefined {
  const written = String(image.attrGet('src') ?? '');
  if (!mayExpand(sheet, image, written)) return undefined;
  const place = imagePlace(written, sheet.options.file);
  if ('fault' in place) {
    complain(sheet, 'error', sheet.line, place.fault.message, place.fault.remedy);
    return undefined;
  }
  const alt = joinLines(textOfTokens(image.children ?? []));
  const caption = joinLines(String(image.attrGet('title') ?? ''));
  countPicture(sheet, [place.src, alt, caption, credit]);
  return sheet.figures.push({ src: place.src, alt, caption, credit, line: sheet.line }) - 1;
}
