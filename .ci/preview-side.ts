/** One side of a comparison: a tree of the repository, served as an editor sees it, with every page and letter. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The base URL of both sides, so that addresses in pages agree; reserved (RFC 2606), and never requested. */
export const BASE = 'https://preview.example';
/** The most pages of a side, so that a loop of links ends. */
const MOST_PAGES = 3000;
/** Milliseconds until `serve` must answer; the tree is built before. */
const PATIENCE = 60_000;
/** Paths to skip: personal pages, the preview's own, derived files, and anything that is not a page. */
const SKIPPED =
  /^\/(outbox|preview|subscribe|confirm|preferences|unsubscribe|assets|media|healthz)(\/|$)|\.\w{2,5}$/;
const LETTER = /^\/preview\/letters\/([a-z0-9][a-z0-9-]*)$/;

export type Side = {
  /** HTML by path. */
  pages: ReadonlyMap<string, string>;
  /** HTML by edition. */
  letters: ReadonlyMap<string, string>;
  fetch(path: string): Promise<Response>;
  stop(): void;
};

const EMPTY: Side = {
  ...{ pages: new Map(), letters: new Map(), stop: () => {} },
  fetch: async () => new Response('', { status: 404 }),
};

/** `tools`: the folder that has node_modules. The side is empty if the tree cannot be served, because of errors or missing content. */
export async function openSide(tree: string, tools: string, data: string): Promise<Side> {
  if (tree !== tools) symlinkSync(join(tools, 'node_modules'), join(tree, 'node_modules'));
  const port = await freePort();
  const environment = { PORT: String(port), BASE_URL: BASE, DATA_DIR: data };
  // With errors in the content `serve` would wait until they are mended.
  if (!(await isBuilt(tree, environment))) return EMPTY;
  const server = run(tree, 'serve', environment);
  const fetchPath = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
  const stop = () => void server.kill('SIGKILL');
  if (!(await isUp(server, fetchPath))) {
    stop();
    return EMPTY;
  }
  const { pages, letters } = await crawl(fetchPath);
  return { pages, letters, fetch: fetchPath, stop };
}

/**
 * Runs a command of the tree without output, since a printed line could be a command to the runner. Its rights are those of the job: none.
 */
const run = (tree: string, command: string, environment: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['functions/cli.ts', command], {
    ...{ cwd: tree, stdio: 'ignore' },
    // Without --send nothing is sent: a sent letter would be in the pages of one side only.
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      MAILER: 'smtp',
      SMTP_URL: 'smtp://127.0.0.1:9',
      ...environment,
    },
  });

async function isBuilt(tree: string, environment: Record<string, string>): Promise<boolean> {
  const building = run(tree, 'build', environment);
  const [code] = await once(building, 'close');
  return code === 0;
}

async function isUp(server: ChildProcess, ask: Side['fetch']): Promise<boolean> {
  for (
    const end = Date.now() + PATIENCE;
    Date.now() < end && server.exitCode === null;
    await setTimeout(200)
  ) {
    const answer = await ask('/healthz').catch(() => undefined);
    if (answer?.ok) return true;
  }
  return false;
}

async function crawl(ask: Side['fetch']): Promise<Pick<Side, 'pages' | 'letters'>> {
  const [pages, letters] = [new Map<string, string>(), new Map<string, string>()];
  const waiting = ['/', '/archive', '/feeds', '/preview/letters'];
  const known = new Set(waiting);
  // The list grows while it is walked.
  for (const path of waiting) {
    const html = await htmlOf(ask, path);
    if (html === undefined) continue;
    if (!path.startsWith('/preview')) pages.set(path, html);
    for (const link of linksIn(html)) {
      const letter = LETTER.exec(link)?.[1];
      if (letter !== undefined && !letters.has(letter)) {
        letters.set(letter, (await htmlOf(ask, `${link}.html`)) ?? '');
        waiting.push(`/editions/${letter}`);
        known.add(`/editions/${letter}`);
      }
      if (SKIPPED.test(link) || known.has(link) || known.size >= MOST_PAGES) continue;
      known.add(link);
      waiting.push(link);
    }
  }
  return { pages, letters };
}

async function htmlOf(ask: Side['fetch'], path: string): Promise<string | undefined> {
  const answer = await ask(path).catch(() => undefined);
  const text = await answer?.text();
  return answer?.ok && answer.headers.get('content-type')?.startsWith('text/html')
    ? asReaders(text ?? '')
    : undefined;
}

/** Removes the editor's box of problems on top of a page, which would make every page differ. */
export const asReaders = (html: string): string =>
  html.replace(/<aside class="preview"[^>]*>[\s\S]*?<\/aside>/, '');

/** Paths of this site that a page links to. */
function linksIn(html: string): string[] {
  return [...html.matchAll(/\bhref="([^"]*)"/g)].flatMap(([, href = '']) => {
    const url = URL.parse(href.replaceAll('&amp;', '&'), `${BASE}/`);
    return url?.origin === BASE ? [url.pathname] : [];
  });
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
  return promise;
}
