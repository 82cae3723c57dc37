/** Figures: an image alone in its paragraph. The caption is the image's title; a credit `{credit="…"}` may follow. */
import type { Token } from 'markdown-it';
import { resolveImage } from '../../domain/pictures/image-source.ts';
import { joinLines } from '../../domain/source/yaml-fields.ts';
import { countPicture, mayExpand } from './bounds.ts';
import { reportProblem, type Sheet } from './sheet.ts';

/** The braces of a credit, and the value inside them. */
const CREDIT_PATTERN = /^\{\s*credit\s*=(.*)\}$/s;
const QUOTED_VALUE = /^(?:"([^"]*)"|'([^']*)'|([^}]*))$/;

const BRACES = /^\{[^{}]*\}$/;

/** The text of inline tokens without markup. */
export const textOfTokens = (tokens: readonly Token[]): string =>
  tokens
    .map((t) => (t.type.endsWith('break') ? '\n' : t.children ? textOfTokens(t.children) : t.content))
    .join('');

/** `link`: the opening token of the link that the image stands in. `unknown`: braces beside the image that are no credit. */
export type FoundFigure = { image: Token; link: Token | undefined; credit: string; unknown: string };

/** The image of a paragraph that holds nothing else but a credit and a link around the image. */
export function findFigure(inline: Token): FoundFigure | undefined {
  const shown = inline.children!.filter((t) => t.type !== 'text' || t.content.trim() !== '');
  const isLinked = shown[0]?.type === 'link_open' && shown[2]?.type === 'link_close';
  const link = isLinked ? shown[0] : undefined;
  const [image, ...rest] = isLinked ? [shown[1]!, ...shown.slice(3)] : shown;
  if (image?.type !== 'image' || rest.some((t) => t.type === 'image')) return undefined;
  const beside = textOfTokens(rest).trim();
  if (beside === '') return { image, link, credit: '', unknown: '' };
  const credit = QUOTED_VALUE.exec(CREDIT_PATTERN.exec(beside)?.[1]?.trim() ?? '}');
  if (!credit) return BRACES.test(beside) ? { image, link, credit: '', unknown: beside } : undefined;
  return { image, link, credit: joinLines(credit[1] ?? credit[2] ?? credit[3] ?? ''), unknown: '' };
}

/**
 * Returns the number of the figure in the body. Undefined if references are over their limit, or if the image is no file of the content.
 */
export function addFigure(sheet: Sheet, { image, link, credit, unknown }: FoundFigure): number | undefined {
  if (unknown !== '') {
    const message = `\`${unknown.slice(0, 60)}\` beside a picture means nothing here.`;
    reportProblem(sheet, 'error', sheet.line, message, 'Remove it, or write `{credit="Ada Marsh"}`.');
  }
  const written = String(image.attrGet('src') ?? '');
  if (!mayExpand(sheet, image, written)) return undefined;
  const place = resolveImage(written, sheet.options.file);
  if ('fault' in place) {
    reportProblem(sheet, 'error', sheet.line, place.fault.message, place.fault.remedy);
    return undefined;
  }
  const alt = joinLines(textOfTokens(image.children ?? []));
  const caption = joinLines(String(image.attrGet('title') || link?.attrGet('title') || ''));
  countPicture(sheet, [place.src, alt, caption, credit]);
  return sheet.figures.push({ src: place.src, alt, caption, credit, line: sheet.line }) - 1;
}
