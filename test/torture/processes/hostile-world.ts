/** A small publication of any content, built by the real parts and shown whole: pages, feeds, letters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemplateCompiler } from '../../../functions/adapters/mjml/compiler.ts';
import { memoize } from '../../../functions/domain/memoize.ts';
import { build } from '../../../functions/flows/build/build.ts';
import type { BuildResult } from '../../../functions/flows/build/build-ports.ts';
import { previewLetter } from '../../../functions/flows/letters/preview-letter.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews, type View } from '../../../functions/flows/release/view.ts';
import { createApp } from '../../../functions/web/app.ts';
import { type SmallBuild, smallBuild } from '../../support/builders/small-build.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { memoryFiles } from '../../support/fakes/memory-files.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const BASE = 'https://paper.example';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The files of a folder, as they are on the disk, below `name`. */
export const folder = (place: string, name: string): Readonly<Record<string, Buffer>> =>
  Object.fromEntries(
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [name + path.slice(place.length), readFileSync(path)]),
  );

const TEMPLATES = folder(join(ROOT, 'templates'), 'templates');
/** They depend on no content. */
const compiled = memoize(() => createTemplateCompiler(join(ROOT, 'templates')).compile());

const filesOf = (files: Files) => {
  const memory = memoryFiles();
  for (const [path, content] of Object.entries(files)) memory.write(path, content);
  return memory;
};

/** With nothing remembered. */
export async function buildOf(files: Files): Promise<{ ports: SmallBuild; result: BuildResult }> {
  const ports = {
    ...smallBuild(filesOf(files), filesOf(TEMPLATES)),
    mail: async () => ({ compile: compiled }),
  };
  return { ports, result: await build(ports) };
}

export type Shown = { path: string; status: number; type: string; body: string };

/** Everything there is to see of a release to an editor, drafts and letters too. */
export async function showAll(ports: SmallBuild, release: string): Promise<Shown[]> {
  const [pointers, clock] = [memoryPointers(), () => NOON];
  await publish({ from: ports.out, to: ports.out, pointers, clock }, release, { explicit: true });
  const views = createViews({ blobs: ports.out, pointers, clock }, { refresh: 1000 });
  const view = await views.current();
  const app = createApp({
    ...{ views, clock, base: BASE, preview: true, blobs: ports.out, routes: [] },
    ledger: {
      run: async () => undefined,
      runs: async () => [],
      counts: async () => NOTHING,
      getState: async () => undefined,
    },
    report: (error) => {
      throw error;
    },
  });
  const shown: Shown[] = [];
  for (const path of await pathsOf(view)) {
    const answer = await app.request(path);
    const type = answer.headers.get('content-type') ?? '';
    shown.push({ path, status: answer.status, type, body: await answer.text() });
  }
  return [...shown, ...(await lettersOf(view))];
}

const NOTHING = { started: 0 } as never;
const LISTS = [
  '/',
  '/archive',
  '/feeds',
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/feeds.opml',
  '/sitemap.xml',
];

async function pathsOf(view: View): Promise<string[]> {
  const { publication } = view.release.index;
  const entries = [...(await view.newest({ limit: 100 })), ...(await view.hidden())];
  const topics = publication.topics.flatMap(({ id }) =>
    ['', '/feed.xml', '/atom.xml', '/feed.json'].map((end) => `/topics/${id}${end}`),
  );
  const editions = await editionsOf(view);
  return [
    ...LISTS,
    ...topics,
    ...entries.map(({ slug }) => `/articles/${slug}`),
    ...(await view.months()).map(({ month }) => `/archive/${month}`),
    ...publication.newsletters.map(({ id }) => `/newsletters/${id}`),
    ...editions.map((id) => `/editions/${id}`),
    ...Object.keys(publication.redirects),
  ];
}

const editionsOf = async (view: View): Promise<string[]> =>
  (await view.release.editions()).map(({ id }) => id);

async function lettersOf(view: View): Promise<Shown[]> {
  if (view.release.index.publication.postalAddress.length === 0) return [];
  const letters = (await editionsOf(view)).map(async (id) => ({
    path: `letter ${id}`,
    status: 200,
    type: 'letter',
    body: (await previewLetter(view, id, BASE)).html,
  }));
  return Promise.all(letters);
}
