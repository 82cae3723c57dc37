/** Starts worker threads that share this thread's compile cache. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** `entry`: the URL of an entry in functions/. */
export const startThread = (entry: URL, options: WorkerOptions): Worker =>
  new Worker(entry, { ...options, env: { ...process.env, ...compileCache() } });

/** A thread finds the cache by its environment alone. Without the folder, the thread would compile all code again. */
function compileCache(): { NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
