/** The context of every page: the publication, translations, paths of assets, and the time. */

import type { CardScope } from '../../domain/content/share-card.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Words } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';

export type PageContext = {
  publication: Publication;
  words: Words;
  assets: Readonly<Record<string, string>>;
  /** Which pages have share cards of their own; absent in releases of earlier versions, which have no cards. */
  cards?: CardScope;
  /** True if authors, tags and series have pages: releases of earlier versions have none. */
  hasTerms?: boolean;
  /** Absolute origin without a trailing slash. */
  base: string;
  /** For forms only. A cached page never prints the time, because equal content must give equal bytes. */
  now: Instant;
  /** True on an editor's machine: drafts and future articles are shown with a banner, and pages reload after a build. */
  preview: boolean;
  /** Problems of the content, shown on every page in preview only. */
  problems?: readonly Problem[];
};

/** The part of a view that pages need: publication, translations, and the names of assets. */
type ContextSource = {
  release: {
    index: Pick<PageContext, 'publication' | 'words' | 'assets' | 'cards'> & { taxonomies?: object };
  };
};

/** `rest`: values that no release holds. A cached page gets the instant of its view as `now`. */
export function pageContext(
  { release }: ContextSource,
  rest: Pick<PageContext, 'base' | 'now' | 'preview' | 'problems'>,
): PageContext {
  const { publication, words, assets, cards, taxonomies } = release.index;
  return { publication, words, assets, hasTerms: taxonomies !== undefined, ...(cards && { cards }), ...rest };
}
