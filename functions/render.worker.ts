/** Render worker thread: renders packs of articles for the build until none are left. */
import { parentPort, workerData } from 'node:worker_threads';
import { runRenderWorker } from './wiring/build/render-thread.ts';

await runRenderWorker(workerData, parentPort!);
