import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../functions/adapters/csv-parse/read-csv.ts';
import { isBroadsheetError } from '../../functions/domain/error.ts';
import type { Subscriber } from '../../functions/domain/subscribers/subscriber.ts';
import { applyImport, type ImportPlan, planImport } from '../../functions/flows/import/import.ts';
import { exportSubscribers } from '../../functions/flows/subscribers/list-subscribers.ts';
import { suppressAddress } from '../../functions/flows/subscribers/operate-subscribers.ts';
import { rounds } from '../support/builders/rounds.ts';
import {
  aSubscriber,
  hashOf,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../support/builders/subscriptions.ts';
import { collect } from '../support/probes/collect.ts';

/** Few people, so that rows are about the same ones; in every state, and some that nobody knows. */
const HERE = ['here', 'waiting', 'left', 'bounced', 'complained', 'never', 'barred'] as const;
const AWAY = ['left', 'bounced', 'complained', 'never', 'barred'].map(address);
const PEOPLE = [...HERE, 'ann', 'ben', "o'hara", '=cmd', '-x', 'a+b'].map(address);
function address(name: string): string {
  return `${name}@example.com`;
}

const TRAPS = [
  ...['"', '""', "'", ',', ';', '\t', '\r', '\n', '\r\n', '\u0000', '\u0001', '\u0085', '\ufeff', '\ufffd'],
  ...['=1+1', "'=x", '@SUM(A1)', '\uff1d', '+', '-', '|', '\\', ' ', '\u00a0', '\u200b', '\u202e', '𝒳', 'é'],
  ...['__proto__', 'null', 'active', 'daily', 'x'.repeat(201), 'y'.repeat(5000), 'z'.repeat(1_000_000)],
];
const junk = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...TRAPS.slice(0, -2)), { maxLength: 4 }) },
  { weight: 2, arbitrary: fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...TRAPS.slice(-2, -1)), { maxLength: 2 }) },
);
const text = junk.map((parts) => parts.join('').toWellFormed());
const or = (usual: readonly string[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: text });

const CELLS = {
  email: fc
    .tuple(or(PEOPLE), fc.constantFrom('', '', ' ', '\ufeff'), fc.boolean())
    .map(([email, edge, loud]) => `${edge}${loud ? email.toUpperCase() : email}`),
  name: text,
  newsletters: or(['', 'daily', 'daily;brief', 'brief|daily', 'dialy']),
  topics: or(['', 'world', 'world,business']),
  labels: text,
  status: or(['', 'active', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'ACTIVE', 'pending']),
  subscribed_at: or([
    ...['', '2025-03-01', '2025-03-01 09:30', '2025-03-01T09:30:00.123+01:00', '1970-01-01T00:00:00Z'],
    ...['0000-01-01T00:00:00+23:59', '0001-01-01', '9999-12-31', '2025-02-30', '2025-03-30 01:30'],
  ]),
  source: text,
  'Opt-In': or(['yes', 'yes', 'true', 'no', '', '2024-03-13']),
  unsubscribed_at: or(['', '', 'NULL', '2024-03-13 11:33:53 UTC', '03/04/2024']),
  confirmed_at: or(['', '2025-03-01 09:30:00.5+00', '1709285400', 'soon']),
  suppressed: or(['', '', '', 'no', 'asked', 'yes']),
  paused_until: or(['', '2031-01-01', 'x']),
  changed_at: or(['', '2025-03-01']),
  reason: text,
  Phone: text,
};
const COLUMNS = Object.keys(CELLS) as (keyof typeof CELLS)[];

type Row = { cells: Readonly<Record<keyof typeof CELLS, string>>; end: string; drop: number; more: string[] };
const row: fc.Arbitrary<Row> = fc.record({
  cells: fc.record(CELLS),
  end: fc.constantFrom('\n', '\r\n', '\r\n', '\r'),
  drop: fc.constantFrom(0, 0, 0, 1, 5),
  more: fc.array(text, { maxLength: 2 }),
});

/** Written as RFC 4180 says: however odd, the rows of such a file can be counted. */
const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const wellFormed = fc
  .record({
    rows: fc.array(row, { maxLength: 12 }),
    // Two at least: the header says what is between cells.
    columns: fc.shuffledSubarray(COLUMNS, { minLength: 2 }).filter((all) => all.includes('email')),
    delimiter: fc.constantFrom(',', ';', '\t'),
    encode: fc.constantFrom(
      (whole: string) => Buffer.from(whole),
      (whole: string) => Buffer.from(`\ufeff${whole}`),
      (whole: string) => Buffer.from(`\ufeff${whole}`, 'utf16le'),
      (whole: string) => Buffer.from(`\ufeff${whole}`, 'utf16le').swap16(),
    ),
  })
  .map(({ rows, columns, delimiter, encode }) => {
    const written = rows.map(({ cells, drop, more }) =>
      [...columns.map((column) => cells[column]), ...more].slice(0, -drop || undefined),
    );
    const lines = written.map(
      (some, i) => (some.length > 0 ? some : ['']).map(quote).join(delimiter) + rows[i]!.end,
    );
    // A row without a word in it is none.
    const count = written.filter((some) => some.some((cell) => cell.trim() !== '')).length;
    return { bytes: encode(`${columns.join(delimiter)}\r\n${lines.join('')}`), rows: count };
  });

/** And then whatever a disk, a mail or a spreadsheet may have done to it. */
const broken = fc
  .tuple(
    wellFormed,
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.constantFrom(0, 1, 40),
        put: fc.oneof(
          fc.uint8Array({ maxLength: 4 }),
          fc.constantFrom(...TRAPS).map((s) => Buffer.from(s)),
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([{ bytes }, harms]) =>
    harms.reduce((whole: Uint8Array, { at, cut, put }) => {
      const place = Math.floor(at * whole.length);
      return Buffer.concat([whole.subarray(0, place), put, whole.subarray(place + cut)]);
    }, bytes),
  );

const source = (bytes: Uint8Array, size: number) => ({
  async *bytes() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  },
  newsletters: ['daily'],
  source: 'import',
});
const chunk = fc.constantFrom(1, 7, 64 * 1024);

async function aFullDesk(): Promise<SubscriptionsFixture> {
  const desk = openSubscriptions();
  const states: Record<string, Partial<Subscriber>> = {
    ...{ here: {}, waiting: { status: 'pending' }, left: { status: 'unsubscribed' }, barred: {} },
    ...{ bounced: { status: 'bounced' }, complained: { status: 'complained' } },
  };
  const people = Object.entries(states).map(([name, changes]) => aSubscriber(address(name), changes));
  await desk.ports.subscribers.insertMany(people);
  for (const name of ['never', 'barred']) await suppressAddress(desk.ports, address(name));
  return desk;
}

const everybody = (desk: SubscriptionsFixture) => desk.ports.subscribers.page({ after: '', limit: 1000 });
const kept = async (desk: SubscriptionsFixture) => [await everybody(desk), await desk.counted()];

/** What it comes to, or the sentence it is refused with. Anything else that is thrown goes through. */
const told = (work: Promise<ImportPlan>): Promise<ImportPlan | string> =>
  work.catch((error: unknown) => {
    if (isBroadsheetError(error) && error.code === 'invalid') return error.message;
    throw error;
  });

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Imports it twice; all that must hold whatever is in it. */
async function importAll(bytes: Uint8Array, size: number): Promise<ImportPlan | string> {
  const desk = await aFullDesk();
  const ports = { ...desk.ports, readCsv };
  const from = source(bytes, size);
  try {
    const before = await kept(desk);
    const plan = await told(planImport(ports, from));
    expect(await kept(desk)).toEqual(before);
    const done = await told(applyImport(ports, from, 'f'));
    expect(done).toEqual(plan);
    await expectNobodyRevived(desk);
    if (typeof done === 'string') return done;
    expect(sum(Object.values(done.fates)) + done.invalid.count).toBe(done.rows);
    const after = await kept(desk);
    const again = await applyImport(ports, from, 'f');
    expect(again.fates).toMatchObject({ fresh: 0, past: 0, leaving: 0 });
    expect(await kept(desk)).toEqual(after);
    await expectRoundTrip(desk);
    return done;
  } finally {
    desk.close();
  }
}

async function expectNobodyRevived(desk: SubscriptionsFixture): Promise<void> {
  for (const email of AWAY)
    expect((await desk.find(email))?.status ?? 'nobody').not.toMatch(/^(active|pending)/);
  const people = await everybody(desk);
  const barred = await desk.ports.suppressions.find(people.map(({ email }) => hashOf(email)));
  for (const { email, status } of people)
    if (barred.has(hashOf(email))) expect([email, status]).not.toEqual([email, 'active']);
}

async function expectRoundTrip(desk: SubscriptionsFixture): Promise<void> {
  const other = openSubscriptions();
  const csv = (await collect(exportSubscribers(desk.ports))).join('');
  const done = await applyImport({ ...other.ports, readCsv }, source(Buffer.from(csv), 997), 'another');
  const carried = async (it: SubscriptionsFixture) =>
    (await everybody(it)).filter(({ status }) => status !== 'pending');
  const [expected, found] = [await carried(desk), await carried(other)];
  const hashes = expected.map(({ email }) => hashOf(email));
  const barred = async (it: SubscriptionsFixture) =>
    [...(await it.ports.suppressions.find(hashes)).keys()].sort();
  expect(await barred(other)).toEqual(await barred(desk));
  other.close();
  expect(done.invalid).toEqual({ count: 0, first: [] });
  const unwritten = { version: 1, asked: undefined };
  expect(found.map((one) => ({ ...one, ...unwritten }))).toEqual(
    expected.map((one) => ({ ...one, ...unwritten })),
  );
}

describe('an import', () => {
  it('of whatever is well quoted accounts for every row, does what its plan said, and comes back out', async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed, chunk, async ({ bytes, rows }, size) => {
        expect(await importAll(bytes, size)).toMatchObject({ rows });
      }),
      rounds(150, 2000),
    );
  });

  it('of whatever bytes ends in rows or in a sentence, and revives nobody', async () => {
    await fc.assert(
      fc.asyncProperty(broken, chunk, async (bytes, size) => void (await importAll(bytes, size))),
      rounds(150, 2000),
    );
  });
});
