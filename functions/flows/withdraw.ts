/** Withdraws an article at once, without a build; and takes that back. */
import type { Clock } from '../domain/instant.ts';
import type { Blobs, Pointer, Pointers } from '../domain/release.ts';

export type WithdrawPorts = { blobs: Blobs; pointers: Pointers; clock: Clock };

/** By id or slug. Throws `not-found` for an article the live release does not know. Twice is once. */
export declare function withdraw(ports: WithdrawPorts, article: string): Promise<Pointer>;
export declare function restore(ports: WithdrawPorts, article: string): Promise<Pointer>;
