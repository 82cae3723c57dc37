/** The parts of a build on one machine. Heavy parts are loaded when a file needs them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { createFolderCache } from '../../adapters/fs/build-cache.ts';
import { createFolderFiles } from '../../adapters/fs/files.ts';
import { folderLockOf } from '../../adapters/fs/hold.ts';
import { memoize } from '../../domain/memoize.ts';
import type { Images } from '../../domain/pictures/images.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { build } from '../../flows/build/build.ts';
import type { BuildPorts, BuildResult } from '../../flows/build/build-ports.ts';
import type { Config } from '../config.ts';

/** The blobs of the build's output folder. A release can be built again, so a write needs no fsync. */
export const createDistBlobs = (config: Config): Blobs =>
  createFolderBlobs(config.distDir, { durable: false });

const ROOT_FOLDER = resolve(import.meta.dirname, '../../..');
/** Paths that shape a release besides content and templates: the code, and the versions of its dependencies. */
const CODE_PATHS = ['functions', 'package-lock.json'];

/** `pictureLimit` is for tests. */
export function createBuildPorts(config: Config, pictureLimit?: number): BuildPorts {
  return {
    content: createFolderFiles(config.contentDir, 'content'),
    templates: createFolderFiles(config.templatesDir, 'templates'),
    code: createFolderFiles(ROOT_FOLDER, 'code', CODE_PATHS),
    yaml: async () => (await import('../../adapters/js-yaml/yaml.ts')).createYaml(),
    markdown: async () => (await import('../../adapters/markdown-it/markdown.ts')).createMarkdown(),
    images: memoize(async () => (await import('./bounded-images.ts')).createBoundedImages(pictureLimit)),
    // A card is made of 180 letters at most, so nothing in it needs a process that can be killed.
    drawCard: async (card) => (await import('../../adapters/sharp/share-card.ts')).drawShareCard(card),
    mail: async (apart) => {
      if (apart) return (await import('./template-thread.ts')).createCompilerThread(config.templatesDir);
      return (await import('../../adapters/mjml/compiler.ts')).createTemplateCompiler(config.templatesDir);
    },
    renderWorkers: async () => (await import('./render-threads.ts')).startRenderWorkers(config.contentDir),
    out: createDistBlobs(config),
    cache: createFolderCache(config.distDir),
  };
}

/**
 * A dry run of a build: dist/ and the cache stay as they are. `look` gets the release, whose objects lie in a temporary folder until `look`
 * returns.
 */
export async function dryRunBuild<T>(
  config: Config,
  look: (result: BuildResult, out: Blobs) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-check-'));
  try {
    const ports = createBuildPorts(config);
    const out = layerBlobs(createFolderBlobs(folder, { durable: false }), ports.out);
    const images = async () => encodeFirstOnly(await ports.images());
    const drawCard = async () => new Uint8Array();
    const cache = { ...ports.cache, save: async () => {} };
    const result = await build({ ...ports, images, drawCard, out, cache });
    return await look(result, out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads come from either store. Writes go to `above`, except media and assets, which `look` does not need. */
const layerBlobs = (above: Blobs, below: Blobs): Blobs => ({
  get: async (key) => (await below.get(key)) ?? above.get(key),
  has: async (key) => (await below.has(key)) || above.has(key),
  put: async (key, bytes) => {
    if (/^(objects|release)\//.test(key) && !(await below.has(key))) await above.put(key, bytes);
  },
});

/** Encodes one variant only, which tells whether the picture can be read: a dry run shows none. */
const encodeFirstOnly = (images: Images): Images => ({
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
  elsewhere: Partial<Pick<BuildPorts, 'images' | 'mail' | 'drawCard'>> = {},
): Promise<BuildResult> =>
  folderLockOf(config.distDir).share(() => build({ ...createBuildPorts(config), ...elsewhere }));
