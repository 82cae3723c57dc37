/** An identity fault: a story lost its id or its address between two releases. */
import type { Problem } from '../../domain/problem.ts';
import type { Blobs } from '../../domain/release/release.ts';

/** A problem whose file is not found yet: an article by slug, an edition by id, or publication.yaml. */
export type IdentityFault = Omit<Problem, 'file' | 'line'> & {
  of: { article: string } | { edition: string } | { publication: 'newsletters' | 'topics' };
  /** The key of the file that the problem is about. */
  key: string;
};

/** A release and the store of its objects. */
export type Shelf = { blobs: Blobs; hash: string };
