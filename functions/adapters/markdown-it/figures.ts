/** Figures: an image alone in its paragraph. The caption is the image's title; a credit `{credit="…"}` may follow. */
import type { Token } from 'markdown-it';
import { resolveImage } from '../../domain/content/image-source.ts';
import { joinLines } from '../../domain/source/yaml-fields.ts';
import { countPicture, mayExpand } from './bounds.ts';
import { reportProblem, type Sheet } from './sheet.ts';

/** The braces of a credit, and the value inside them. */
const CREDIT_PATTERN = /^\{\s*credit\s*=(.*)\}$/s;
const QUOTED_VALUE = /^(?:"([^"]*)"|'([^']*)'|([^}]*))$/;

/** The text of inline tokens without markup. */
export const textOfTokens = (tokens: readonly Token[]): string =>
  tokens
    .map((t) => (t.type.endsWith('break') ? '\n' : t.children ? textOfTokens(t.children) : t.content))
    .join('');

/** The image of a paragraph that holds nothing else but a credit. */
export function findFigure(inline: Token): { image: Token; credit: string } | undefined {
  const [image, ...rest] = inline.children!.filter((t) => t.type !== 'text' || t.content.trim() !== '');
  if (image?.type !== 'image' || rest.some((t) => t.type === 'image')) return undefined;
  const beside = textOfTokens(rest).trim();
  if (beside === '') return { image, credit: '' };
  const credit = QUOTED_VALUE.exec(CREDIT_PATTERN.exec(beside)?.[1]?.trim() ?? '}');
  return credit ? { image, credit: joinLines(credit[1] ?? credit[2] ?? credit[3] ?? '') } : undefined;
}

/**
 * Returns the number of the figure in the body. Undefined if references are over their limit, or if the image is no file of the content.
 */
export function addFigure(sheet: Sheet, image: Token, credit: string): number | undefined {
  const written = String(image.attrGet('src') ?? '');
  if (!mayExpand(sheet, image, written)) return undefined;
  const place = resolveImage(written, sheet.options.file);
  if ('fault' in place) {
    reportProblem(sheet, 'error', sheet.line, place.fault.message, place.fault.remedy);
    return undefined;
  }
  const alt = joinLines(textOfTokens(image.children ?? []));
  const caption = joinLines(String(image.attrGet('title') ?? ''));
  countPicture(sheet, [place.src, alt, caption, credit]);
  return sheet.figures.push({ src: place.src, alt, caption, credit, line: sheet.line }) - 1;
}
