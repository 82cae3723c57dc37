/** Prints packs of articles beside the build that started it, until there are none left. */
import { parentPort, workerData } from 'node:worker_threads';
import { runPress } from './wiring/build/render-thread.ts';

await runPress(workerData, parentPort!);
