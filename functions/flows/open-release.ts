/** Opens a release: reads its index at once, everything else when it is asked for, and remembers within bounds. */
import type { Blobs, Release } from '../domain/release.ts';

/** Throws `not-found` where there is no such release, `broken` where an object of it is missing. */
export declare function openRelease(blobs: Blobs, hash: string): Promise<Release>;
