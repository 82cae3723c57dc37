/** The delivery thread of one machine: ticks, plans and delivers until told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import { runDelivery } from './wiring/local/delivery-thread.ts';
import { lowerPriority } from './wiring/local/lower-priority.ts';

lowerPriority();
await runDelivery(workerData, parentPort!);
// No work is left, but a timer may still be set. In a worker thread, exit ends the thread only.
process.exit();
