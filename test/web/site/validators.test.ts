import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { publishedViews } from '../../support/builders/published.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore, type SmallStore } from '../../support/builders/small-site.ts';

const PATHS = [
  '/',
  '/archive',
  '/archive/2026-11',
  '/archive/2026-10',
  '/topics/world',
  '/topics/business',
  '/articles/a1',
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/topics/world/feed.xml',
  '/archive/2026-11/feed.xml',
  '/topics/world/archive/2026-10/feed.xml',
  '/sitemap.xml',
  '/tags/ice',
  '/tags/ice/feed.xml',
  '/series/harbour',
  '/authors/ada',
];

type Terms = Partial<Pick<SmallStore['entries'][number], 'tags' | 'series' | 'authors'>>;

/** What happens to a publication, an hour or more apart. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    kind: fc.constant('write' as const),
    id: fc.integer({ min: 0, max: 9 }),
    /** From the hour of writing: news, something to come, or something dated back. */
    offset: fc.constantFrom(0, 0, -1, 5, 30, -400, -900),
    topic: fc.constantFrom('world', 'business'),
    terms: fc.constantFrom<Terms>({}, { tags: ['ice'] }, { series: 'Harbour', authors: ['Ada'] }),
  }),
  fc.record({
    kind: fc.constant('classify' as const),
    id: fc.integer({ min: 0, max: 9 }),
    terms: fc.constantFrom<Terms>(
      { tags: [] },
      { tags: ['ice'] },
      { tags: ['ice', 'sea'], series: 'Harbour' },
    ),
  }),
  fc.record({ kind: fc.constant('edit' as const), id: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ kind: fc.constant('delete' as const), id: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ kind: fc.constant('withdraw' as const), id: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ kind: fc.constant('rollback' as const), id: fc.constant(0) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** So many that the feed does not hold them all: one a day, back into October. */
const before = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    anEntry({
      id: `b${i}`,
      title: `b${i}`,
      date: NOON - (i + 5) * 24 * HOUR,
      topic: i % 3 ? 'world' : 'business',
    }),
  );

let edits = 0;

function take(store: SmallStore, past: SmallStore['entries'][], s: Step): void {
  const id = `a${'id' in s ? s.id : 0}`;
  const known = store.entries.find((entry) => entry.id === id);
  const others = store.entries.filter((entry) => entry.id !== id);
  past.push(store.entries);
  if (s.kind === 'wait') store.now += s.hours * HOUR;
  if (s.kind === 'write' && !known)
    store.entries = [
      ...others,
      anEntry({ id, title: id, topic: s.topic, date: store.now + s.offset * HOUR, ...s.terms }),
    ];
  if (s.kind === 'edit' && known) {
    const title = `${id} edited ${edits++}`;
    store.entries = [...others, { ...known, title, hash: title }];
  }
  if (s.kind === 'classify' && known)
    store.entries = [...others, { ...known, ...s.terms, hash: `${known.hash} ${edits++}` }];
  if (s.kind === 'delete') store.entries = others;
  if (s.kind === 'withdraw' && known && known.date <= store.now) store.withdrawn.add(id);
  if (s.kind === 'rollback') store.entries = past[Math.floor(past.length / 2)]!;
}

type Seen = { body: string; tag: string | null; modified: number };

async function look(app: ReturnType<typeof aSite>['app']): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  for (const path of PATHS) {
    const response = await app.request(path);
    if (response.status !== 200) continue;
    const modified = Date.parse(response.headers.get('last-modified') ?? '');
    seen.set(path, { body: await response.text(), tag: response.headers.get('etag'), modified });
  }
  return seen;
}

it('a full feed whose only older article goes has new bytes and a later date', async () => {
  const full = before(24);
  const store = aStore({ entries: [...full, anEntry({ id: 'a1', title: 'a1', date: NOON - HOUR })] });
  const views = publishedViews(store);
  const feed = async () => (await look(aSite(store, { views }).app)).get('/feed.xml')!;
  await feed();
  store.now += HOUR;
  const entries = store.entries;
  store.entries = [...entries, anEntry({ id: 'old', title: 'old', date: store.now - 900 * HOUR })];
  const linked = await feed();
  store.now += HOUR;
  store.entries = entries;
  const alone = await feed();
  expect(alone.body).not.toBe(linked.body);
  expect(alone.modified).toBeGreaterThan(linked.modified);
});

describe('whatever happens to a publication', () => {
  it('changed bytes have a new tag and a later date, and no date is to come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 10 }),
        fc.integer({ min: 0, max: 28 }),
        async (steps, old) => {
          const store = aStore({
            entries: [
              ...before(old),
              anEntry({ id: 'a1', title: 'a1', date: NOON - HOUR, tags: ['ice'], series: 'Harbour' }),
            ],
          });
          const views = publishedViews(store);
          const past: SmallStore['entries'][] = [];
          const known = new Map<string, Seen>();
          for (const s of steps) {
            for (const [path, now] of await look(aSite(store, { views }).app)) {
              const was = known.get(path);
              expect(now.modified).toBeLessThanOrEqual(store.now);
              if (was && was.body !== now.body) {
                expect(now.tag, path).not.toBe(was.tag);
                expect(now.modified, path).toBeGreaterThan(was.modified);
              }
              if (was && was.body === now.body) expect(now.tag, path).toBe(was.tag);
              known.set(path, now);
            }
            store.now += HOUR;
            take(store, past, s);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
