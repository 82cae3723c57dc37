/**
 * Measures a search over 10,000 articles with a vocabulary of 40,000 words: processor time of a query, beside a bare scan of all texts in
 * memory; of the first query of a process; and the size of the index. `node bench/search.ts [--small] [--json]`.
 */
import { cpSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFolderBlobs } from '../functions/adapters/fs/blobs.ts';
import { fillText } from '../functions/domain/content/fragment.ts';
import { objectKey } from '../functions/domain/release/release.ts';
import type { SearchIndex } from '../functions/domain/search/search-index.ts';
import { createObjectReader, readObject } from '../functions/flows/release/objects.ts';
import { openRelease } from '../functions/flows/release/open-release.ts';
import { search } from '../functions/flows/search/search.ts';
import { measureCommand } from './support/a-command.ts';
import { makeArticles } from './support/make-articles.ts';
import { type Figure, median, report } from './support/report.ts';
import { memoryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const ARTICLES = small ? 500 : 10_000;
const ROUNDS = small ? 3 : 15;
const ROOT = resolve(import.meta.dirname, '..');
const INDEX_LENGTH = 24_000_000;
const SYLLABLES = [
  'har',
  'to',
  'len',
  'mi',
  'ra',
  'sto',
  'ven',
  'qu',
  'el',
  'dor',
  'na',
  'phi',
  'bu',
  'ker',
  'so',
  'wi',
];

const wordOf = (rank: number): string =>
  [...(rank + 17).toString(16)].map((digit) => SYLLABLES[Number.parseInt(digit, 16)]).join('');
const vocabulary = Array.from({ length: 40_000 }, (_, rank) => wordOf(rank));
const [common, usual, rare] = [vocabulary[3]!, vocabulary[300]!, vocabulary[20_000]!];

const QUERIES = {
  'a rare word': rare,
  'a word that half the articles have': `${common} `,
  'three words': `${usual} ${vocabulary[500]} ${vocabulary[900]}`,
  'two letters of a word': usual.slice(0, 2),
  'a mistyped word': `${usual.slice(0, 3)}x${usual.slice(3)}`,
  'a phrase': `"${common} ${vocabulary[5]}"`,
  'twelve words': vocabulary.slice(100, 112).join(' '),
};

const folder = memoryFolder();
makeArticles(join(folder, 'content'), ARTICLES, vocabulary);
cpSync(join(ROOT, 'templates'), join(folder, 'templates'), { recursive: true });
await measureCommand([process.execPath, join(ROOT, 'functions/cli.ts'), 'build'], {
  cwd: folder,
  env: process.env,
});
const blobs = createFolderBlobs(join(folder, 'dist'), { durable: false });
const hash = readdirSync(join(folder, 'dist/release'))[0]!;

async function openView() {
  const release = await openRelease(blobs, hash);
  return {
    release,
    withdrawn: new Set<string>(),
    now: Date.now(),
    indexReader: createObjectReader(blobs, INDEX_LENGTH),
  };
}

/** Milliseconds of processor time, of all threads. */
async function timeOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function medianOf(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await timeOf(work));
  return median(times);
}

const cold = await medianOf(async () => search(await openView(), QUERIES['three words'], 1));
const view = await openView();
const texts: string[] = [];
for await (const entry of view.release.entries())
  texts.push(`${entry.title} ${fillText(await view.release.fragment(entry), '')}`);
const scan = (query: string) => {
  const words = query.toLowerCase().match(/[a-z]+/g) ?? [];
  return texts.filter((text) => words.every((word) => text.toLowerCase().includes(word))).length;
};

const { segments } = JSON.parse(await readObject(blobs, view.release.index.search!)) as SearchIndex;
const objects = segments.flatMap(({ entries, shards }) => [entries, ...shards]);
let bytes = 0;
for (const object of objects) bytes += (await blobs.get(objectKey(object)))!.length;

const row = (figure: string, ours: number, beside: number | null, unit: string, most: number): Figure => ({
  ...{ figure, ours, beside, unit, ratio: beside === null ? null : ours / beside },
  ...{ target: `≤ ${most}`, met: ours <= most },
});
const rows: Figure[] = [];
for (const [kind, query] of Object.entries(QUERIES)) {
  await search(view, query, 1);
  const ours = await medianOf(() => search(view, query, 1));
  rows.push(row(`search, ${kind}`, ours, await medianOf(() => scan(query)), 'ms of CPU', 50));
}
report([
  ...rows,
  row('search, three words, nothing read before', cold, null, 'ms of CPU', 250),
  row(
    `index of ${ARTICLES.toLocaleString('en')} articles, ${objects.length} objects`,
    bytes / 1e6,
    null,
    'MB',
    12,
  ),
]);
