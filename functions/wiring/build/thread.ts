/** Threads that find the code which this one has compiled already. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** `entry`: an entry in functions/, as a URL. */
export const startThread = (entry: URL, options: WorkerOptions): Worker =>
  new Worker(entry, { ...options, env: { ...process.env, ...compileCache() } });

/** A thread asks the environment only; without the folder, it would compile all of it again. */
function compileCache(): { NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
