/** Readers of the site go first: a thread that delivers asks the system for less of the processor. */
import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Of nice(1), 0 to 19. At 10 somebody at 0 gets nine times as much, where both want all of it. */
export const NICE = 10;

/**
 * For the thread that calls it. Linux keeps a priority per thread (setpriority(2), sched(7)) and tells each its own id; elsewhere
 * a priority is the whole process's, so nothing is changed.
 */
export function giveWay(): void {
  const id = threadId();
  // What was started as a nicer one may not become a less nice one.
  if (id !== undefined) setPriority(id, Math.max(NICE, getPriority(id)));
}

/** `<process>/task/<thread>`, proc(5); undefined: no such system. */
export function threadId(): number | undefined {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return undefined;
  }
}
