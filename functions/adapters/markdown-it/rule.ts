/** The type of a render rule, one for each block token. */
import type { Token } from 'markdown-it';
import { styleMark } from '../../domain/content/fragment.ts';
import type { BodyOutput } from './page.ts';

/** Returns the number of tokens that were rendered. */
export type Rule = (page: BodyOutput, token: Token, tokens: readonly Token[], i: number) => number;

export function put(page: BodyOutput, html: string): number {
  page.html += html;
  return 1;
}

const TAGS = 'p ul ol li blockquote table thead tbody tr th td pre code hr'.split(' ');

/** `<p` with its style mark: an opening tag up to where attributes may follow. */
export const START = Object.fromEntries(TAGS.map((tag) => [tag, `<${tag}${styleMark(tag)}`])) as Readonly<
  Record<string, string>
>;
