import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutboxFile } from '../../../functions/adapters/sqlite/outbox/database.ts';
import { createOutbox } from '../../../functions/adapters/sqlite/outbox/outbox.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { freezeLetter, loadLetter } from '../../../functions/flows/letters/frozen-letters.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createClock } from '../../../functions/wiring/clock.ts';
import { type Config, readConfig } from '../../../functions/wiring/config.ts';
import { type LocalParts, openLocal } from '../../../functions/wiring/local/local.ts';
import { aLetter } from '../../support/builders/letters.ts';
import { aRun } from '../../support/builders/runs.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { aRunSubscriber, subscriberEmail } from '../../support/hosts/delivery-fixture.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

let local: LocalParts;
let config: Config;
let zero: number;
const threads: Worker[] = [];
const said: string[] = [];

beforeEach(async () => {
  const folder = temporaryFolder();
  config = readConfig({ DATA_DIR: folder, CLOCK: '2026-11-23T07:00:00Z' }, folder);
  zero = Date.now();
  local = await openLocal(config, createClock(config, zero));
  const { blobs, pointers, clock } = local;
  const release = await putRelease(blobs, { entries: [] });
  await publish({ from: blobs, to: blobs, pointers, clock }, release, { explicit: true });
});
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
  local.close();
});

function start(clockAhead = 0): Worker {
  const workerData = { config, zero: zero - clockAhead, automatic: false };
  const thread = new Worker(new URL('../../../functions/deliver.worker.ts', import.meta.url), { workerData });
  thread.on('message', (line: string) => said.push(line));
  threads.push(thread);
  return thread;
}
async function stop(thread: Worker) {
  thread.postMessage('stop');
  await once(thread, 'exit');
}

async function addRun(readers: number) {
  await local.subscribers.insertMany(
    Array.from({ length: readers }, (_, n) => aRunSubscriber(subscriberEmail(n))),
  );
  await local.ledger.createRun(
    aRun({ cutoff: local.clock(), articles: [], letter: await freezeLetter(local.blobs, aLetter()) }),
  );
}
const accepted = async () => (await local.ledger.counts('e_monday')).accepted;
async function until(holds: () => Promise<boolean>) {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`It did not come to pass. ${said.join('\n')}`);
}
const isDone = async () => (await local.ledger.run('e_monday'))?.state === 'done';

describe('the delivery thread', () => {
  it('sees a run that another process wrote, and sends it', async () => {
    start();
    await addRun(60);
    await until(isDone);
    expect(await accepted()).toBe(60);
  });

  it('is woken by a bell: six notices, one after the other, do not wait for six looks', async () => {
    const thread = start();
    const letter = await freezeLetter(local.blobs, aLetter({ kind: 'notice' }));
    const { ledger, clock } = local;
    const doorbell = { ring: () => thread.postMessage('wake') };
    const began = performance.now();
    for (let n = 0; n < 6; n++) {
      const ports = { ledger, clock, random: () => `r${n}`, doorbell };
      await queueNotice(ports, { kind: 'test', to: 'ed@paper.example', letter, about: {} });
      await until(async () => (await ledger.counts('notices')).accepted === n + 1);
    }
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('stopped in mid-run gives its leases back; the next one goes on, and everybody gets one copy', async () => {
    await addRun(4000);
    const first = start();
    await until(async () => (await accepted()) > 50);
    await stop(first);
    const sent = await accepted();
    expect(sent).toBeLessThan(4000);
    expect(await local.ledger.nextClaimable('e_monday')).toBeLessThanOrEqual(local.clock());
    start();
    await until(isDone);
    await expectOneEach(4000);
  });

  it('killed in mid-run leaves nobody out and doubles nobody', async () => {
    await addRun(4000);
    const first = start();
    await until(async () => (await accepted()) > 50);
    await first.terminate();
    expect(await accepted()).toBeLessThan(4000);
    start(HOUR);
    await until(isDone);
    await expectOneEach(4000);
  });
}, 60_000);

async function expectOneEach(readers: number) {
  const file = openOutboxFile(`${config.dataDir}/outbox.db`);
  const outbox = createOutbox(file, (hash) => loadLetter(local.blobs, hash));
  const { messages, total } = await outbox.list({ limit: readers * 2 });
  file.close();
  expect(total).toBe(readers);
  expect(new Set(messages.map(({ to }) => to)).size).toBe(readers);
}
