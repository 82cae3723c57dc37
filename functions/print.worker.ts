/** Render worker thread: renders packs of articles for the build until none are left. */
import { parentPort, workerData } from 'node:worker_threads';
import { runPress } from './wiring/build/render-thread.ts';

await runPress(workerData, parentPort!);
