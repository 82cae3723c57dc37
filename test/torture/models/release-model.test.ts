import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import { byNewest, isVisible, isWithdrawn } from '../../../functions/domain/release/release.ts';
import { HOUR, type Instant } from '../../../functions/domain/time/instant.ts';
import { monthOf } from '../../../functions/domain/time/month.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews, type View, type Views } from '../../../functions/flows/release/view.ts';
import { restore, withdraw } from '../../../functions/flows/release/withdraw.ts';
import { arbitraryEntries } from '../../support/builders/arbitrary-entries.ts';
import { rounds } from '../../support/builders/rounds.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';
import { arbitraryFault, type Fault, faultText, withFault } from './faulty-ports.ts';

const ZONE = 'Europe/London';
const NOBODY = 'n99';

/** What is live, as plainly as can be: a list of articles, those taken down, the time of its commit. */
type Live = { release: number; commit: number; withdrawn: ReadonlySet<string> };

type World = Awaited<ReturnType<typeof openWorld>>;
async function openWorld(releases: readonly (readonly Entry[])[]) {
  const [from, to, pointers] = [memoryBlobs(), memoryBlobs(), memoryPointers()];
  const hashes: string[] = [];
  for (const entries of releases) hashes.push(await putRelease(from, { entries }));
  const time = { now: NOON };
  const ports = { from, to, blobs: to, pointers, clock: () => time.now };
  const reading = { fault: undefined as Fault | undefined };
  // A reader that lives on, whose store fails now and then.
  const unsure = {
    get blobs() {
      return withFault({ to }, ['to'], reading.fault).ports.to;
    },
    get pointers() {
      return withFault({ pointers }, ['pointers'], reading.fault).ports.pointers;
    },
    clock: ports.clock,
  };
  const old: Views = createViews(
    {
      blobs: { get: (key) => unsure.blobs.get(key), has: (key) => unsure.blobs.has(key), put: to.put },
      pointers: { ...pointers, read: () => unsure.pointers.read() },
      clock: ports.clock,
    },
    { refresh: 0 },
  );
  return {
    releases,
    hashes,
    ports,
    time,
    reading,
    old,
    live: undefined as Live | undefined,
    past: [] as Live[],
  };
}

type Deed = {
  name: string;
  /** What is live after it, or the code it is refused with. */
  model(world: World): Live | string;
  work(world: World, ports: World['ports']): Promise<unknown>;
};

type Command = fc.AsyncCommand<object, World>;
const command = (deed: Deed, fault: Fault | undefined): Command => ({
  check: () => true,
  toString: () => `${deed.name}${faultText(fault)}`,
  async run(_, world) {
    const expected = deed.model(world);
    const process = withFault(world.ports, ['from', 'to', 'blobs', 'pointers'], fault);
    const refused = await deed.work(world, process.ports).then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    const after = typeof expected === 'string' ? world.live : expected;
    if (!process.failed()) expect(refused).toBe(typeof expected === 'string' ? expected : undefined);
    // One flip: with a fault it has happened or not, and nothing in between is ever seen.
    const live = process.failed() ? await whichIsLive(world, [world.live, after]) : after;
    if (live) world.past.push(live);
    world.live = live;
    await expectShown(world);
  },
});

async function whichIsLive(
  { ports, hashes }: World,
  candidates: readonly (Live | undefined)[],
): Promise<Live | undefined> {
  const pointer = await ports.pointers.read();
  const said = (release: string, commit: number | undefined, gone: readonly string[]) =>
    [release, commit, ...gone.toSorted()].join(' ');
  const told =
    pointer &&
    said(
      pointer.release,
      pointer.commit?.time,
      pointer.withdrawn.map((w) => w.article),
    );
  const same = (live: Live | undefined) =>
    (live && said(hashes[live.release]!, live.commit, [...live.withdrawn])) === told;
  expect(candidates.some(same)).toBe(true);
  return candidates.find(same);
}

async function expectShown(world: World): Promise<void> {
  const { ports, old, live, time, releases, past } = world;
  const fresh = createViews(
    { blobs: ports.to, pointers: ports.pointers, clock: ports.clock },
    { refresh: 0 },
  );
  if (!live) return expect(fresh.current()).rejects.toMatchObject({ code: 'unavailable' });
  await expectView(await fresh.current(), releases[live.release]!, live, time.now);
  // Whoever reads through a failing store sees something that was live, whole, or hears that there is nothing.
  const seen = await old.current().catch((error: { code: string }) => error.code);
  if (typeof seen === 'string') return expect(seen).toBe('unavailable');
  const one = past.findLast(
    ({ release, withdrawn }) =>
      world.hashes[release] === seen.release.hash && same(withdrawn, seen.withdrawn),
  );
  expect(one).toBeDefined();
  world.reading.fault = undefined;
  await expectView(seen, releases[one!.release]!, one!, time.now);
}

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].toSorted().join() === [...b].toSorted().join();
const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

async function expectView(
  view: View,
  entries: readonly Entry[],
  { withdrawn }: Live,
  now: Instant,
): Promise<void> {
  const sorted = entries.toSorted(byNewest);
  const visible = sorted.filter((entry) => isVisible(entry, withdrawn, now));
  expect(ids(await view.newest({ limit: 999 }))).toEqual(ids(visible));
  const months = [...Map.groupBy(visible, ({ date }) => monthOf(date, ZONE))];
  expect(await view.months()).toEqual(months.map(([month, all]) => ({ month, count: all.length })));
  for (const entry of entries) {
    const gone = !entry.draft && isWithdrawn(entry, withdrawn, now);
    const kind = visible.includes(entry) ? 'visible' : gone ? 'gone' : 'hidden';
    const found = await view.byId(entry.id);
    expect([entry.id, found]).toMatchObject([entry.id, { kind }]);
    if (kind === 'visible') expect((await view.release.fragment(found!.entry)).html).toContain(entry.title);
  }
}

const anyRelease = fc.nat(3);
const anyArticle = fc.nat(11).map((n) => (n === 11 ? NOBODY : `n${n}`));

const publishing = fc.record({ n: anyRelease, commit: fc.nat(3), explicit: fc.boolean() }).map(
  ({ n, commit, explicit }): Deed => ({
    name: `publish ${n} of commit ${commit}${explicit ? ', explicitly' : ''}`,
    model: ({ live }) =>
      live && !explicit && commit < live.commit
        ? 'refused'
        : { release: n, commit, withdrawn: live?.withdrawn ?? new Set() },
    work: ({ hashes }, ports) =>
      publish(ports, hashes[n]!, { commit: { hash: `commit-${commit}`, time: commit }, explicit }),
  }),
);

const has = ({ releases, live }: World, article: string) =>
  releases[live!.release]!.some(({ id }) => id === article);

const withdrawing = anyArticle.map(
  (article): Deed => ({
    name: `withdraw ${article}`,
    model: (world) =>
      world.live && has(world, article)
        ? { ...world.live, withdrawn: new Set([...world.live.withdrawn, article]) }
        : 'not-found',
    work: (_, ports) => withdraw(ports, article),
  }),
);

const restoring = anyArticle.map(
  (article): Deed => ({
    name: `restore ${article}`,
    model: ({ live }) =>
      live?.withdrawn.has(article)
        ? { ...live, withdrawn: new Set([...live.withdrawn].filter((id) => id !== article)) }
        : 'not-found',
    work: (_, ports) => restore(ports, article),
  }),
);

const passing = fc.integer({ min: 1, max: 100 }).map(
  (hours): Deed => ({
    name: `${hours} hours pass`,
    model: ({ live }) => live ?? 'nothing',
    work: async ({ time, live }) => {
      time.now += hours * HOUR;
      if (!live) throw Object.assign(new Error(), { code: 'nothing' });
    },
  }),
);

const deeds = [publishing, publishing, withdrawing, restoring].map((deed) =>
  fc.record({ deed, fault: arbitraryFault(40) }).map(({ deed, fault }) => command(deed, fault)),
);
const readingBadly = fc
  .record({ deed: passing, fault: arbitraryFault(6) })
  .map(({ deed, fault }): Command => {
    const plain = command(deed, undefined);
    return {
      ...plain,
      toString: () => `${deed.name}, and the reader's store fails${faultText(fault)}`,
      async run(_, world) {
        world.reading.fault = fault;
        await plain.run(_, world);
      },
    };
  });

it('whatever is published, rolled back, withdrawn and restored, and whatever fails, readers see one whole state', async () => {
  const scene = fc.record({
    releases: fc.array(arbitraryEntries(12), { minLength: 4, maxLength: 4 }),
    all: fc.commands([...deeds, readingBadly], { maxCommands: 25, size: '+1' }),
  });
  const property = fc.asyncProperty(scene, async ({ releases, all }) => {
    const world = await openWorld(releases);
    await fc.asyncModelRun(() => ({ model: {}, real: world }), all);
  });
  await fc.assert(property, rounds(30, 250));
}, 1_800_000);
