/** The delivery thread of one machine: ticks, plans and delivers until it is told to stop. */
import { parentPort, workerData } from 'node:worker_threads';
import { runDelivery } from './wiring/local/delivery-thread.ts';
import { giveWay } from './wiring/local/lower-priority.ts';

giveWay();
await runDelivery(workerData, parentPort!);
// Nothing is left to do, but a timer may be: this ends the thread, not the process.
process.exit();
