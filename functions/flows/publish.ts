/** Publishes: ships what the store lacks, then flips the pointer. A crash anywhere leaves the live release whole. */
import type { Clock } from '../domain/instant.ts';
import type { Blobs, Pointer, Pointers } from '../domain/release.ts';

export type PublishPorts = { from: Blobs; to: Blobs; pointers: Pointers; clock: Clock };

/**
 * `commit`: what it was built from; an older one replaces a newer one only when `explicit`. Withdrawals stay, also of
 * articles that this release lacks: only `restore` takes them back.
 */
export declare function publish(
  ports: PublishPorts,
  hash: string,
  options: { commit?: { hash: string; time: number } | undefined; explicit: boolean },
): Promise<Pointer>;
