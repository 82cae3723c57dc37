/** Builds a release, which depends on content, templates and code alone. The build is incremental: unchanged parts are reused. */
import { sha256 } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import { indexKey } from '../../domain/release/release.ts';
import type { ContentFiles, EntryFault } from '../../domain/source/source-files.ts';
import { decodeMemory } from './build-cache.ts';
import type { BuildPorts, BuildResult, Listed } from './build-ports.ts';

export async function build(ports: BuildPorts): Promise<BuildResult> {
  const listed = await listAll(ports);
  const last = decodeMemory(await ports.cache.load());
  if (last?.head.stamp === listed.stamp && (await ports.out.has(indexKey(last.head.release)))) {
    const { release, problems, articles } = last.head;
    return { hash: release, problems, stats: { articles, rendered: 0, written: 0, encoded: 0 } };
  }
  // Loaded only now: a build without changes reads forty modules less.
  const { makeRelease } = await import('./build-release.ts');
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
  // The separators are safe: no path holds a NUL, and no stamp a newline.
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
