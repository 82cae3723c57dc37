/** The type of the rules that render block tokens, and helpers for them. */
import type { Token } from 'markdown-it';
import { styleMark } from '../../domain/content/fragment.ts';
import type { BodyOutput } from './page.ts';

/** Renders a token and returns the number of tokens that it consumed. */
export type BlockRule = (page: BodyOutput, token: Token, tokens: readonly Token[], i: number) => number;

export function putHtml(page: BodyOutput, html: string): number {
  page.html += html;
  return 1;
}

const TAGS = 'p ul ol li blockquote table thead tbody tr th td pre code hr'.split(' ');

/** Opening tags with their style mark, such as `<p`, up to the place of attributes. */
export const START_TAGS = Object.fromEntries(
  TAGS.map((tag) => [tag, `<${tag}${styleMark(tag)}`]),
) as Readonly<Record<string, string>>;
