/** Compiles the mail templates of a folder, posts what came of it, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { compileTemplates } from './wiring/build/template-thread.ts';

parentPort!.postMessage(await compileTemplates(workerData));
