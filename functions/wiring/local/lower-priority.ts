/** Lowers the priority of a thread that delivers, so that readers of the site go first. */
import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Niceness, 0 to 19 (nice(1)). If two threads want the whole processor, the one at 0 gets nine times as much as the one at 10. */
export const DELIVERY_NICENESS = 10;

/**
 * Lowers the priority of the calling thread. Linux keeps a priority per thread (setpriority(2), sched(7)); elsewhere a priority is the
 * whole process's, so nothing changes.
 */
export function lowerPriority(): void {
  const id = threadId();
  // A thread that started with a higher niceness may not lower it.
  if (id !== undefined) setPriority(id, Math.max(DELIVERY_NICENESS, getPriority(id)));
}

/** Reads the thread's id from `<process>/task/<thread>`, proc(5); undefined on other systems. */
export function threadId(): number | undefined {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return undefined;
  }
}
