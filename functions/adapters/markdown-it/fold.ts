/** Handles comments on lines of their own: the fold, and unknown ones. */
import type { Token } from 'markdown-it';
import { FOLD } from '../../domain/content/fragment.ts';
import { meant } from '../../domain/text/nearest-word.ts';
import type { BodyOutput } from './page.ts';
import { complain, type Sheet } from './sheet.ts';

export function comment(page: BodyOutput, token: Token): number {
  const { sheet } = page;
  if (token.content !== 'more') unknownComment(sheet, token.content);
  else if (mayFold(page, token)) {
    page.folded = true;
    page.foldWaits = true;
    page.html += FOLD;
  }
  return 1;
}

function mayFold({ sheet, folded, html }: BodyOutput, token: Token): boolean {
  const say = (level: 'error' | 'warning', message: string, remedy: string) =>
    complain(sheet, level, sheet.line, message, remedy);
  if (token.level > 0) {
    say('error', '`<!-- more -->` stands inside a list or quotation.', 'Put it between two paragraphs.');
    return false;
  }
  if (folded) say('error', '`<!-- more -->` stands there twice.', 'Keep the one where the brief ends.');
  else if (html === '') say('warning', 'There is nothing above `<!-- more -->`.', 'Put it below the brief.');
  return !folded;
}

/** Reports an unknown comment, also within a line of text. */
export function unknownComment(sheet: Sheet, content: string): void {
  const name = content.replace(/\s+/g, ' ').slice(0, 60);
  if (name === 'items') {
    const message = '`<!-- items -->` stands where it means nothing.';
    complain(
      sheet,
      'error',
      sheet.line,
      message,
      'It belongs into the body of an edition, once, on a line of its own.',
    );
    return;
  }
  const remedy = `${meant(name, ['more'])} Notes to yourself do not belong into articles.`;
  complain(sheet, 'error', sheet.line, `\`<!-- ${name} -->\` is not a known comment.`, remedy);
}
