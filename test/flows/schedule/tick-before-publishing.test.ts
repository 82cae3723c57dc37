import { describe, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/time/instant.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews } from '../../../functions/flows/release/view.ts';
import { tickOncePublished } from '../../../functions/flows/schedule/tick.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';

function stage() {
  const [blobs, pointers, clock] = [memoryBlobs(), memoryPointers(), () => NOON];
  const views = createViews({ blobs, pointers, clock }, { refresh: 0 });
  const ports = { views, settings: { automatic: false } } as unknown as DeliveryPorts;
  return { blobs, pointers, clock, ports };
}

describe('the ticks of a first deployment', () => {
  it('do nothing, and are no error, before anything is published', async () => {
    const { ports, pointers } = stage();
    expect(await tickOncePublished(ports, pointers)).toBe(false);
  });

  it('fail as ever once something is', async () => {
    const { ports, pointers, blobs, clock } = stage();
    const hash = await putRelease(blobs, { entries: [anEntry({ date: NOON - DAY })] });
    await publish({ from: blobs, to: blobs, pointers, clock }, hash, { explicit: true });
    blobs.kept.delete(`release/${hash}/index.json`);
    await expect(tickOncePublished(ports, pointers)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('fail where the pointer itself cannot be read', async () => {
    const { ports, pointers } = stage();
    const broken = { ...pointers, read: () => Promise.reject(new Error('disk')) };
    await expect(tickOncePublished(ports, broken)).rejects.toThrow('disk');
  });
});
