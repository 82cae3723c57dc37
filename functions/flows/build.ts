/** Builds a release from content and templates: a pure function of them, made again only where they changed. */
import type { ContentFiles } from '../domain/content.ts';
import type { Images } from '../domain/images.ts';
import type { Markdown } from '../domain/markdown.ts';
import type { Problem } from '../domain/problem.ts';
import type { Blobs } from '../domain/release.ts';
import type { TemplateCompiler } from '../domain/template.ts';
import type { Yaml } from '../domain/yaml.ts';

/** What the last build knew; losing it costs time and nothing else. */
export type BuildCache = { load(): Promise<Uint8Array | undefined>; save(bytes: Uint8Array): Promise<void> };

/** Heavy parts are functions: they are loaded only when something needs them. */
export type BuildPorts = {
  content: ContentFiles;
  /** Everything below templates/. */
  templates: ContentFiles;
  /** Everything below functions/ and the lock file: what is built by other code is built again. */
  code: ContentFiles;
  yaml: () => Promise<Yaml>;
  markdown: () => Promise<Markdown>;
  images: () => Promise<Images>;
  mail: () => Promise<TemplateCompiler>;
  out: Blobs;
  cache: BuildCache;
};

export type BuildStats = { articles: number; rendered: number; written: number; images: number };

/** `hash` is undefined where there are errors: then no release was written, and the last good one is as it was. */
export type BuildResult = { hash: string | undefined; problems: readonly Problem[]; stats: BuildStats };

export declare function build(ports: BuildPorts): Promise<BuildResult>;
