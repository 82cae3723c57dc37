/**
 * Bounds of what an edition and a sponsor become. Each text of an edition may expand its references anew, so that a thousand
 * short ones would be a page of a hundred megabytes; and every edition that names a sponsor holds all of its text.
 */
import { errorsIn, type Problem } from '../problem.ts';
import type { Passage } from '../source/source-files.ts';
import { formatNumber, MAX_FRAGMENT, MAX_SPONSOR, PICTURE_SIZE } from '../source/text-limits.ts';
import type { Rendered } from './markdown.ts';

/** What it takes of a page or of a letter, whichever is more. */
const sizeOf = ({ fragment: { html, text }, figures }: Rendered): number =>
  figures.reduce(
    (sum, { alt, caption, credit }) => sum + PICTURE_SIZE + alt.length + caption.length + credit.length,
    Math.max(html.length, text.length),
  );

export type SizeBudget = {
  /** undefined: there is no passage, or no room for it. */
  fill(passage: Passage | undefined, render: (passage: Passage) => Rendered): Rendered | undefined;
  /** One at most: beyond it nothing is rendered. */
  problems: readonly Problem[];
};

/** For the texts of one edition, in their order. */
export function roomOf(file: string): SizeBudget {
  const problems: Problem[] = [];
  let left = MAX_FRAGMENT;
  return {
    problems,
    fill(passage, render) {
      if (!passage || left < 0) return undefined;
      const rendered = render(passage);
      left -= sizeOf(rendered);
      if (left >= 0) return rendered;
      const message = `Up to here, the edition's own texts become more than ${formatNumber(MAX_FRAGMENT)} characters of HTML or mail.`;
      const remedy = 'Make several editions of it, or use fewer notes, links and pictures.';
      problems.push({ file, line: passage.line, level: 'error', message, remedy });
      return undefined;
    },
  };
}

/** Nothing where its text has errors already, of which its size may come. */
export function checkSponsorSize(file: string, line: number, rendered: Rendered): readonly Problem[] {
  const size = sizeOf(rendered);
  if (size <= MAX_SPONSOR || errorsIn(rendered.problems).length > 0) return [];
  const message = `The text of a sponsor becomes ${formatNumber(size)} characters of HTML or mail.`;
  return [
    { file, line, level: 'error', message, remedy: `Shorten it to ${formatNumber(MAX_SPONSOR)} at most.` },
  ];
}
