/** Handles comments on lines of their own: `<!-- more -->` is the fold, all others are errors. */
import type { Token } from 'markdown-it';
import { FOLD_MARK } from '../../domain/content/fragment.ts';
import { suggestWord } from '../../domain/text/nearest-word.ts';
import type { BodyOutput } from './page.ts';
import { reportProblem, type Sheet } from './sheet.ts';

export function comment(page: BodyOutput, token: Token): number {
  const { sheet } = page;
  if (token.content !== 'more') reportUnknownComment(sheet, token.content);
  else if (mayFold(page, token)) {
    page.folded = true;
    page.headingsAbove = sheet.headings;
    page.referencesAbove = sheet.noteReferences.length;
    page.foldWaits = true;
    page.html += FOLD_MARK;
  }
  return 1;
}

function mayFold({ sheet, folded, html }: BodyOutput, token: Token): boolean {
  const say = (level: 'error' | 'warning', message: string, remedy: string) =>
    reportProblem(sheet, level, sheet.line, message, remedy);
  if (token.level > 0) {
    say('error', '`<!-- more -->` stands inside a list or quotation.', 'Put it between two paragraphs.');
    return false;
  }
  if (folded) say('error', '`<!-- more -->` stands there twice.', 'Keep the one where the brief ends.');
  else if (html === '') say('warning', 'There is nothing above `<!-- more -->`.', 'Put it below the brief.');
  return !folded;
}

/** Also used for comments inside a line of text. */
export function reportUnknownComment(sheet: Sheet, content: string): void {
  const name = content.replace(/\s+/g, ' ').slice(0, 60);
  if (name === 'items') {
    const message = '`<!-- items -->` stands where it means nothing.';
    reportProblem(
      sheet,
      'error',
      sheet.line,
      message,
      'The comment belongs into the body of an edition, once, on a line of its own.',
    );
    return;
  }
  const remedy = `${suggestWord(name, ['more'])} Notes to yourself do not belong into articles.`;
  reportProblem(sheet, 'error', sheet.line, `\`<!-- ${name} -->\` is not a known comment.`, remedy);
}
