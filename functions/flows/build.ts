/** Builds a release from content and templates: a pure function of them, made again only where they changed. */
import type { ContentFiles, EntryFault, ListedFile } from '../domain/content.ts';
import { sha256 } from '../domain/hash.ts';
import type { Images } from '../domain/images.ts';
import type { Markdown } from '../domain/markdown.ts';
import type { Problem } from '../domain/problem.ts';
import type { Blobs } from '../domain/release.ts';
import { indexKey } from '../domain/store-key.ts';
import type { TemplateCompiler } from '../domain/template.ts';
import type { Yaml } from '../domain/yaml.ts';
import { type BuildCache, decodeMemory } from './build-memory.ts';
import type { StartPresses } from './print-packs.ts';

/** Heavy parts are functions: they are loaded only when something needs them. */
export type BuildPorts = {
  content: ContentFiles;
  /** Everything below templates/. */
  templates: ContentFiles;
  /** Everything below functions/, and the lock file: what other code built is built again. */
  code: ContentFiles;
  yaml: () => Promise<Yaml>;
  markdown: () => Promise<Markdown>;
  images: () => Promise<Images>;
  /** `apart`: there is much else to do meanwhile. */
  mail: (apart: boolean) => Promise<TemplateCompiler>;
  /** Who prints articles beside this thread. */
  presses: () => Promise<StartPresses>;
  out: Blobs;
  cache: BuildCache;
};

/** `rendered` articles were read and printed; `written` objects; `encoded` variants of images. */
export type BuildStats = { articles: number; rendered: number; written: number; encoded: number };

/** `hash` is undefined where there are errors: then no release was written, and the last good one is as it was. */
export type BuildResult = { hash: string | undefined; problems: readonly Problem[]; stats: BuildStats };

/** Every file there is, by its stamp; sorted, because a release must not depend on the order in which a folder is read. */
export type Listed = Readonly<Record<'content' | 'templates' | 'code', readonly ListedFile[]>> & {
  stamp: string;
  /** What lies beside them and is no file. */
  faults: readonly Problem[];
};

export async function build(ports: BuildPorts): Promise<BuildResult> {
  const listed = await listAll(ports);
  const last = decodeMemory(await ports.cache.load());
  if (last?.head.stamp === listed.stamp && (await ports.out.has(indexKey(last.head.release)))) {
    const { release, problems, articles } = last.head;
    return { hash: release, problems, stats: { articles, rendered: 0, written: 0, encoded: 0 } };
  }
  // Loaded only now: where nothing changed, forty modules less are read.
  const { makeRelease } = await import('./make-release.ts');
  return makeRelease(ports, listed, last);
}

async function listAll(ports: BuildPorts): Promise<Listed> {
  const list = async (files: ContentFiles) =>
    [...(await files.list())].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const [content, templates, code] = [
    await list(ports.content),
    await list(ports.templates),
    await list(ports.code),
  ];
  // No path holds a NUL, no stamp a newline.
  const stamps = [content, templates, code].flatMap((files) =>
    files.map(({ path, stamp }) => `${path}\0${stamp}\n`),
  );
  const faults = [...content, ...templates].flatMap((file) =>
    file.fault ? [problemOf(file.path, file.fault)] : [],
  );
  const [sound, sheets, sources] = [content, templates, code].map((files) =>
    files.filter(({ fault }) => !fault),
  );
  return { content: sound!, templates: sheets!, code: sources!, stamp: sha256(stamps.join('')), faults };
}

const problemOf = (file: string, fault: EntryFault): Problem => ({
  ...{ file, line: 1, level: 'error', ...fault },
  apart: true,
});
