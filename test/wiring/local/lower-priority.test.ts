import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { DELIVERY_NICENESS } from '../../../functions/wiring/local/lower-priority.ts';

const SOURCE = new URL('../../../functions/wiring/local/lower-priority.ts', import.meta.url);
const THREAD = `
const { parentPort } = require('node:worker_threads');
import(${JSON.stringify(SOURCE.href)}).then(({ lowerPriority, threadId }) => {
  lowerPriority();
  parentPort.postMessage(threadId() ?? null);
  parentPort.once('message', () => {});
});`;

it('a thread that gives way is alone in it; where threads have no priority of their own, none is changed', async () => {
  const before = getPriority();
  const worker = new Worker(THREAD, { eval: true });
  try {
    const thread = await new Promise<number | null>((resolve) => worker.once('message', resolve));
    if (thread !== null) expect(getPriority(thread)).toBe(Math.max(DELIVERY_NICENESS, before));
    expect(getPriority()).toBe(before);
    expect(thread === null).toBe(process.platform !== 'linux');
  } finally {
    await worker.terminate();
  }
});
