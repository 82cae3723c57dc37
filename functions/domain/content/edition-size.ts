/**
 * Limits the rendered size of an edition and of a sponsor. Each text of an edition may expand its link references anew, so a thousand short
 * texts could become a page of a hundred megabytes. Every edition that names a sponsor holds all of the sponsor's text.
 */
import { errorsOf, type Problem } from '../problem.ts';
import type { Passage } from '../source/source-files.ts';
import { formatNumber, MAX_FRAGMENT, MAX_SPONSOR, PICTURE_SIZE } from '../source/text-limits.ts';
import type { Rendered } from './markdown.ts';

/** The size on a page or in a letter, whichever is larger. */
const sizeOf = ({ fragment: { html, text }, figures }: Rendered): number =>
  figures.reduce(
    (sum, { alt, caption, credit }) => sum + PICTURE_SIZE + alt.length + caption.length + credit.length,
    Math.max(html.length, text.length),
  );

export type SizeBudget = {
  /** Renders the passage; undefined if there is none, or if the edition has no room left. */
  fill(passage: Passage | undefined, render: (passage: Passage) => Rendered): Rendered | undefined;
  /** At most one problem: after it nothing more is rendered. */
  problems: readonly Problem[];
};

/** The size budget of one edition; its texts draw on it in their order. */
export function createSizeBudget(file: string): SizeBudget {
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

/** For a welcome, too. No problem if the text has errors already: they may be the cause of its size. */
export function checkSponsorSize(
  file: string,
  line: number,
  rendered: Rendered,
  what = 'a sponsor',
): readonly Problem[] {
  const size = sizeOf(rendered);
  if (size <= MAX_SPONSOR || errorsOf(rendered.problems).length > 0) return [];
  const message = `The text of ${what} becomes ${formatNumber(size)} characters of HTML or mail.`;
  return [
    { file, line, level: 'error', message, remedy: `Shorten it to ${formatNumber(MAX_SPONSOR)} at most.` },
  ];
}
