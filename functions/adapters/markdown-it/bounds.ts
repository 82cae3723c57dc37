/** Bounds of a rendered body: of references, which expand each time they are used, and of the whole text. */
import type { Env, Token } from 'markdown-it';
import { formatNumber, MAX_EXPANSION, MAX_FRAGMENT, PICTURE_SIZE } from '../../domain/source/text-limits.ts';
import { type Bounds, complain, type Sheet } from './sheet.ts';

/** `env`: the parser's result, with `references` as `[label]: address "title"`. */
export function boundsOf(body: string, { references = {} }: Env): Bounds {
  const defined = new Set(Object.values(references).map(({ href }) => href));
  const left = Math.max(MAX_EXPANSION, body.length);
  return { defined, left, pictures: 0, told: new Set(), full: false };
}

/** False for a link or picture whose definition was used more often than the text allows; the first one is an error. */
export function mayExpand(sheet: Sheet, token: Token, address: string): boolean {
  const { bounds } = sheet;
  if (bounds.left < 0) return !bounds.defined.has(address);
  if (!bounds.defined.has(address)) return true;
  bounds.left -= address.length + String(token.attrGet('title') ?? '').length;
  if (bounds.left >= 0) return true;
  const message = `Up to here, references stand for more than ${formatNumber(MAX_EXPANSION)} characters, and for more than the text has.`;
  const remedy = 'Shorten the address or title that they are defined as, or use them less often.';
  complain(sheet, 'error', sheet.line, message, remedy);
  return false;
}

/** False once the text is longer than it may become, which is reported once. */
export function checkSize(sheet: Sheet, characters: number): boolean {
  const { bounds } = sheet;
  if (bounds.full || characters + bounds.pictures <= MAX_FRAGMENT) return !bounds.full;
  bounds.full = true;
  const message = `Up to here, the text becomes more than ${formatNumber(MAX_FRAGMENT)} characters of HTML or mail.`;
  complain(sheet, 'error', sheet.line, message, 'Split it, or use fewer notes, links and pictures.');
  return false;
}

export function countPicture(sheet: Sheet, texts: readonly string[]): void {
  sheet.bounds.pictures += PICTURE_SIZE + texts.reduce((sum, text) => sum + text.length, 0);
}
