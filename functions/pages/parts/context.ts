/** What every page knows: the publication, its words, where things are, and what time it is. */
import type { Problem } from '../../domain/problem.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Words } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';

export type PageContext = {
  publication: Publication;
  words: Words;
  assets: Readonly<Record<string, string>>;
  /** Absolute origin, no trailing slash. */
  base: string;
  /** For forms only: a page that is cached never prints it, or equal content would not be equal bytes. */
  now: Instant;
  /** An editor's machine: drafts and what is to come are shown, bannered; pages reload themselves. */
  preview: boolean;
  /** What is wrong with the content, shown on every page in preview only. */
  problems?: readonly Problem[];
};

/** Of a view: its publication and words, and the names of its assets. */
type ContextSource = {
  release: { index: Pick<PageContext, 'publication' | 'words' | 'assets'> };
};

/** `rest`: what no release says. A page of a view that is cached is given that view's instant as its `now`. */
export function pageContext(
  { release }: ContextSource,
  rest: Pick<PageContext, 'base' | 'now' | 'preview' | 'problems'>,
): PageContext {
  const { publication, words, assets } = release.index;
  return { publication, words, assets, ...rest };
}
