/** A story that lost its id or its address between two releases, and where a release lies. */
import type { Problem } from '../../domain/problem.ts';
import type { Blobs } from '../../domain/release/release.ts';

/** A problem whose file is still to be found: the article with that slug, the edition with that id, or publication.yaml. */
export type IdentityFault = Omit<Problem, 'file' | 'line'> & {
  of: { article: string } | { edition: string } | { publication: 'newsletters' | 'topics' };
  /** The key it is about. */
  key: string;
};

/** A release, and where its objects are. */
export type Shelf = { blobs: Blobs; hash: string };
