/** The parts of a build on one machine. Heavy ones are loaded when something needs them. */
import { resolve } from 'node:path';
import { createFolderBlobs } from '../adapters/fs/blobs.ts';
import { createFolderCache } from '../adapters/fs/build-cache.ts';
import { createFolderFiles } from '../adapters/fs/files.ts';
import type { Blobs } from '../domain/release.ts';
import { type BuildPorts, type BuildResult, build } from '../flows/build.ts';
import type { Config } from './config.ts';

/** A release can be built again, so it needs no fsync. */
export const distBlobs = (config: Config): Blobs => createFolderBlobs(config.distDir, { durable: false });

const ROOT = resolve(import.meta.dirname, '../..');
/** What shapes a release besides content and templates: the code, and the versions of what it stands on. */
const CODE = ['functions', 'package-lock.json'];

export function buildPorts(config: Config): BuildPorts {
  return {
    content: createFolderFiles(config.contentDir, 'content'),
    templates: createFolderFiles(config.templatesDir, 'templates'),
    code: createFolderFiles(ROOT, 'code', CODE),
    yaml: async () => (await import('../adapters/js-yaml/yaml.ts')).createYaml(),
    markdown: async () => (await import('../adapters/markdown-it/markdown.ts')).createMarkdown(),
    images: async () => (await import('../adapters/sharp/images.ts')).createImages(),
    mail: async (apart) => {
      if (apart) return (await import('./template-thread.ts')).createCompilerThread(config.templatesDir);
      return (await import('../adapters/mjml/compiler.ts')).createTemplateCompiler(config.templatesDir);
    },
    presses: async () => (await import('./presses.ts')).startPresses(config.contentDir),
    out: distBlobs(config),
    cache: createFolderCache(config.distDir),
  };
}

export const buildRelease = (config: Config): Promise<BuildResult> => build(buildPorts(config));
