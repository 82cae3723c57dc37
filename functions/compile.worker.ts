/** Worker thread: compiles the mail templates of a folder, posts the result, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { compileTemplates } from './wiring/build/template-thread.ts';

parentPort!.postMessage(await compileTemplates(workerData));
