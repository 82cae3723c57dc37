/** The parts of a build on one machine. Heavy parts are loaded when a file needs them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { createFolderCache } from '../../adapters/fs/build-cache.ts';
import { createFolderFiles } from '../../adapters/fs/files.ts';
import { holdOf } from '../../adapters/fs/hold.ts';
import type { Images } from '../../domain/content/images.ts';
import { memoize } from '../../domain/memoize.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { build } from '../../flows/build/build.ts';
import type { BuildPorts, BuildResult } from '../../flows/build/build-ports.ts';
import type { Config } from '../config.ts';

/** The blobs of the build's output folder. A release can be built again, so a write needs no fsync. */
export const distBlobs = (config: Config): Blobs => createFolderBlobs(config.distDir, { durable: false });

const ROOT = resolve(import.meta.dirname, '../../..');
/** Paths that shape a release besides content and templates: the code, and the versions of its dependencies. */
const CODE = ['functions', 'package-lock.json'];

/** `pictureLimit` is for tests. */
export function buildPorts(config: Config, pictureLimit?: number): BuildPorts {
  return {
    content: createFolderFiles(config.contentDir, 'content'),
    templates: createFolderFiles(config.templatesDir, 'templates'),
    code: createFolderFiles(ROOT, 'code', CODE),
    yaml: async () => (await import('../../adapters/js-yaml/yaml.ts')).createYaml(),
    markdown: async () => (await import('../../adapters/markdown-it/markdown.ts')).createMarkdown(),
    images: memoize(async () => (await import('./bounded-images.ts')).createBoundedImages(pictureLimit)),
    mail: async (apart) => {
      if (apart) return (await import('./template-thread.ts')).createCompilerThread(config.templatesDir);
      return (await import('../../adapters/mjml/compiler.ts')).createTemplateCompiler(config.templatesDir);
    },
    presses: async () => (await import('./render-threads.ts')).startPresses(config.contentDir),
    out: distBlobs(config),
    cache: createFolderCache(config.distDir),
  };
}

/**
 * A dry run of a build: dist/ and the cache stay as they are. `look` gets the release, whose objects lie in a temporary folder until `look`
 * returns.
 */
export async function rehearseBuild<T>(
  config: Config,
  look: (result: BuildResult, out: Blobs) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-check-'));
  try {
    const ports = buildPorts(config);
    const out = layered(createFolderBlobs(folder, { durable: false }), ports.out);
    const images = async () => decodingAlone(await ports.images());
    const result = await build({ ...ports, images, out, cache: { ...ports.cache, save: async () => {} } });
    return await look(result, out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads come from either store. Writes go to `above`, except pictures, which `look` does not need. */
const layered = (above: Blobs, below: Blobs): Blobs => ({
  get: async (key) => (await below.get(key)) ?? above.get(key),
  has: async (key) => (await below.has(key)) || above.has(key),
  put: async (key, bytes) => {
    if (/^(objects|release)\//.test(key) && !(await below.has(key))) await above.put(key, bytes);
  },
});

/** Encodes one variant only, which tells whether the picture can be read: a dry run shows none. */
const decodingAlone = (images: Images): Images => ({
  ...images,
  encode: async (bytes, recipes) => {
    const [one] = await images.encode(bytes, recipes.slice(0, 1));
    return recipes.map(() => one!);
  },
});

/**
 * Builds under a shared lock, so that no sweep deletes objects of earlier builds which this one reuses. `elsewhere`: ports that do the
 * heavy parts outside this process.
 */
export const buildRelease = (
  config: Config,
  elsewhere: Partial<Pick<BuildPorts, 'images' | 'mail'>> = {},
): Promise<BuildResult> => holdOf(config.distDir).share(() => build({ ...buildPorts(config), ...elsewhere }));
