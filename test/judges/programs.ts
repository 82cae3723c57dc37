/** Foreign programs that read feeds and pages: feedparser, newsboat, the Nu HTML checker. JUDGES names their folder (.ci/fetch-judges). */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Answer } from './crawl.ts';

const MANY_BYTES = 256 * 1024 * 1024;

function judgesFolder(): string {
  const folder = process.env.JUDGES;
  if (!folder) throw new Error('JUDGES is not set: .ci/fetch-judges <folder>, then JUDGES=<folder>');
  return folder;
}

/** Runs a program to its end and returns what it wrote to both streams, whatever its exit code. */
function run(program: string, words: readonly string[], input = ''): Promise<{ out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, words, { maxBuffer: MANY_BYTES }, (_, out, err) => resolve({ out, err }));
    child.stdin!.end(input);
  });
}

export type ParsedFeed = {
  path: string;
  /** Why the feed is malformed; empty if it is well-formed. */
  bozo: string;
  version: string;
  title: string;
  updated: string;
  entries: readonly { id: string; title: string; link: string; published: string; content: string }[];
};

/** What feedparser reads in RSS and Atom feeds. */
export async function readByFeedparser(feeds: readonly Answer[], base: string): Promise<ParsedFeed[]> {
  const input = feeds.map((feed) => `${JSON.stringify({ ...feed, base: base + feed.path })}\n`).join('');
  const script = join(import.meta.dirname, 'feedparser-judge.py');
  const { out, err } = await run(join(judgesFolder(), 'bin/python'), [script], input);
  if (err) throw new Error(err);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ParsedFeed);
}

export type StoredItem = {
  guid: string;
  title: string;
  url: string;
  pubDate: number;
  content: string;
};

/** What newsboat, a reader in a terminal, has in its cache after it fetched a feed. A cache holds an id once, so each feed has its own. */
export async function readByNewsboat(url: string): Promise<StoredItem[]> {
  const folder = mkdtempSync(join(tmpdir(), 'newsboat-'));
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('urls'), `${url}\n`);
  writeFileSync(file('config'), 'reload-threads 1\n');
  const { err } = await run('newsboat', [
    '-u',
    file('urls'),
    '-c',
    file('cache.db'),
    '-C',
    file('config'),
    '-x',
    'reload',
  ]);
  if (err) throw new Error(err);
  const cache = new DatabaseSync(file('cache.db'), { readOnly: true });
  try {
    return cache.prepare('SELECT guid, title, url, pubDate, content FROM rss_item').all() as StoredItem[];
  } finally {
    cache.close();
    rmSync(folder, { recursive: true });
  }
}

export type Message = { type: string; subType?: string; url: string; message: string; extract?: string };

/** What the Nu HTML checker says of pages: errors and warnings, each with the page's path. */
export async function checkByNu(pages: readonly Answer[]): Promise<Message[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nu-'));
  const files = pages.map(({ text }, i) => {
    const file = join(folder, `${i}.html`);
    writeFileSync(file, text);
    return file;
  });
  const jar = join(judgesFolder(), 'node_modules/vnu-jar/build/dist/vnu.jar');
  const { err, out } = await run('java', [
    '-Xss2m',
    '-jar',
    jar,
    '--format',
    'json',
    '--stdout',
    '--exit-zero-always',
    ...files,
  ]);
  rmSync(folder, { recursive: true });
  if (!out) throw new Error(err);
  const { messages } = JSON.parse(out) as { messages: Message[] };
  const pathOf = ({ url }: Message) => pages[Number(/(\d+)\.html$/.exec(url)?.[1])]?.path ?? url;
  return messages.map((message) => ({ ...message, url: pathOf(message) }));
}
