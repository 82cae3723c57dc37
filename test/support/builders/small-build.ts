/** A small publication in memory, built with the real Markdown, YAML and image parts; mail templates are left empty. */
import { createYaml } from '../../../functions/adapters/js-yaml/yaml.ts';
import { createMarkdown } from '../../../functions/adapters/markdown-it/markdown.ts';
import { createImages } from '../../../functions/adapters/sharp/images.ts';
import { hashOf, sha256 } from '../../../functions/domain/hash.ts';
import type { Images } from '../../../functions/domain/pictures/images.ts';
import type { BuildPorts } from '../../../functions/flows/build/build-ports.ts';
import { renderAlone } from '../../../functions/flows/build/render-packs.ts';
import { type MemoryBlobs, memoryBlobs } from '../fakes/memory-blobs.ts';
import { type MemoryFiles, memoryFiles } from '../fakes/memory-files.ts';

export const PUBLICATION = `id: small-paper
title: The Small Paper
description: A paper for tests.
language: en
timezone: Europe/London
from: The Small Paper <letters@example.com>
postalAddress: [1 Test Lane]
topics:
  - { id: world, name: World }
  - { id: business, name: Business }
newsletters:
  - { id: brief, name: Brief, description: Edited., kind: edited }
`;

/** The image `content/images/square.svg`. */
export const SQUARE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="45"><rect width="80" height="45" fill="#a33"/></svg>';

export const articleText = (
  changes: { title?: string; date?: string; topic?: string; more?: string; body?: string } = {},
) =>
  `---
title: ${changes.title ?? 'The harbour opens'}
date: ${changes.date ?? '2026-11-20T07:00'}
topic: ${changes.topic ?? 'world'}
authors: [Ada Stone]
${changes.more ?? ''}
---
${changes.body ?? 'Ferries are back in the harbour after a long and windy night.\n\n**Why it matters:** People can go home.'}
`;

const encoded = new Map<string, Promise<readonly Uint8Array[]>>();

/** The real image encoder, memoized: all builds of a test file encode a source only once. */
async function images(): Promise<Images> {
  const real = createImages();
  return {
    inspect: real.inspect,
    encode: (bytes, recipes) => {
      const key = hashOf(sha256(bytes), JSON.stringify(recipes));
      const known = encoded.get(key) ?? real.encode(bytes, recipes);
      encoded.set(key, known);
      return known;
    },
  };
}

export type SmallBuild = BuildPorts & {
  content: MemoryFiles;
  templates: MemoryFiles;
  code: MemoryFiles;
  out: MemoryBlobs;
};

/** `out` and `cache` are new; several builds may share `content`. */
export function smallBuild(
  content: MemoryFiles = memoryFiles({ 'content/publication.yaml': PUBLICATION }),
  templates: MemoryFiles = memoryFiles({
    'templates/words/en.yaml':
      'page:\n  topics: Topics\naxioms:\n  why: [Why it matters]\n  others: [The big picture]\n',
    'templates/site/10-base.css': 'body { margin: 0 }',
    'templates/letter.mjml': '<mjml></mjml>',
  }),
  code: MemoryFiles = memoryFiles({ 'code/functions/pages/home.ts': 'export {}' }),
): SmallBuild {
  let cached: Uint8Array | undefined;
  return {
    content,
    templates,
    code,
    renderWorkers: async () => renderAlone,
    out: memoryBlobs(),
    yaml: async () => createYaml(),
    markdown: async () => createMarkdown(),
    images,
    mail: async () => ({
      compile: async () => ({ mail: { templates: {}, styles: {} }, problems: [], fingerprint: '' }),
    }),
    cache: {
      load: async () => cached,
      save: async (bytes) => {
        cached = bytes;
      },
    },
  };
}

/** `texts`: by the name of the file, without `.md`. */
export function withArticles(texts: Readonly<Record<string, string>>): SmallBuild {
  const ports = smallBuild();
  for (const [name, text] of Object.entries(texts)) ports.content.write(`content/articles/${name}.md`, text);
  return ports;
}
