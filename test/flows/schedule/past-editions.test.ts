import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { createObjectWriter } from '../../../functions/flows/build/object-writer.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews, type LiveViews } from '../../../functions/flows/release/view.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

const EDITORS = [{ name: '', email: 'ed@paper.example' }];
const publication = aPublication({ editors: EDITORS });

const edition = (id: string, sendAt: number | undefined, aliases: string[] = []): Edition => ({
  ...{ id, aliases, sendAt, newsletter: 'brief', subject: `About ${id}`, preheader: '' },
  ...{ items: [], intro: undefined, signoff: undefined, hash: '' },
});

let room: DeliveryFixture;
let ports: DeliveryPorts;
let views: LiveViews;
const blobs = memoryBlobs();
let pointers = memoryPointers();

beforeEach(() => {
  room = openDelivery({ store: { publication } });
  pointers = memoryPointers();
  views = createViews({ blobs, pointers, clock: () => room.store.now }, { refresh: 0 });
  ports = { ...room.ports, blobs, views };
});
afterEach(() => room.close());

/** Makes a release of these editions live, lets a tick look at it, and returns what it said. */
async function release(...editions: Edition[]): Promise<string[]> {
  const writer = createObjectWriter(blobs, { cache: {}, objects: new Set() });
  const ids: Record<string, string> = {};
  for (const { hash: _, ...body } of editions) {
    const hash = await writer.write(JSON.stringify(body));
    for (const id of [body.id, ...body.aliases]) ids[id] = hash;
  }
  const entries = editions.map(({ items: _, ...entry }) => ({ ...entry, articles: [] }));
  const list = await writer.write(JSON.stringify({ entries, ids }));
  await writer.flush();
  const hash = await putRelease(blobs, { publication, entries: [], index: { editions: list } });
  await publish({ from: blobs, to: blobs, pointers, clock: () => room.store.now }, hash, { explicit: true });
  views.expire();
  return look();
}

async function look(): Promise<string[]> {
  const before = room.log.length;
  await tick(ports);
  return room.log.slice(before);
}

const LONG_AGO = Date.parse('2020-01-01T07:00:00Z');
const first = edition('first', MORNING - 48 * HOUR);

describe('an edition whose time was past when it came', () => {
  it('is said once, in the log and to the editors, with what may be done', async () => {
    expect(await release(first)).toEqual([]);
    expect(await release(first, edition('wrong-year', LONG_AGO))).toEqual([
      'e_wrong-year: Its `sendAt`, 2020-01-01 07:00, was past when it came: nothing sends it by itself. If it is to go: mend its date, or `send wrong-year`.',
    ]);
    expect(await look()).toEqual([]);
    expect(await release(first, edition('wrong-year', LONG_AGO), edition('next', MORNING + HOUR))).toEqual(
      [],
    );
    expect((await ports.ledger.runs({ limit: 9 })).filter(({ of }) => of === 'wrong-year')).toEqual([]);
  });

  it.each([
    ['it is within the window, and goes', edition('late', MORNING - HOUR)],
    ['it is to come', edition('next', MORNING + HOUR)],
    ['it has no time', edition('by-hand', undefined)],
    ['it is an old one under a new name', edition('renamed', MORNING - 48 * HOUR, ['first'])],
  ])('is none where %s', async (_, other) => {
    await release(first);
    expect(await release(other)).toEqual([]);
  });

  it('is also one that was moved into the past, but none that has run', async () => {
    await release(edition('moved', MORNING + HOUR), edition('went', MORNING + HOUR));
    await room.addRun({ id: 'e_went', state: 'done' });
    const said = await release(edition('moved', LONG_AGO), edition('went', LONG_AGO));
    expect(said).toEqual([expect.stringContaining('e_moved: ')]);
  });

  it('is one of an archive that is moved here: five hundred are one word', async () => {
    const archive = Array.from({ length: 500 }, (_, n) => edition(`old-${n}`, LONG_AGO + n * HOUR));
    expect(await release(first)).toEqual([]);
    expect(await release(first, ...archive)).toEqual([expect.stringContaining('So it is with 499 more')]);
  });

  it('costs a tick at rest nothing: only a release of the last hours is looked at', async () => {
    await release(first);
    room.store.now += 7 * HOUR;
    const read: string[] = [];
    const memory = ports.ledger.getState;
    const told = (key: string) => {
      read.push(key);
      return memory(key);
    };
    ports = { ...ports, ledger: { ...ports.ledger, getState: told } };
    await look();
    expect(read).not.toContain('release-seen');
    await release(first, edition('next', room.store.now + HOUR));
    expect(read).toContain('release-seen');
  });

  it('is not looked for in what a publication begins with', async () => {
    const archive = Array.from({ length: 500 }, (_, n) => edition(`old-${n}`, LONG_AGO + n * HOUR));
    expect(await release(...archive)).toEqual([]);
  });
});
