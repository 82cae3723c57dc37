/** What a build takes and what it answers. */
import type { Images } from '../../domain/content/images.ts';
import type { Markdown } from '../../domain/content/markdown.ts';
import type { TemplateCompiler } from '../../domain/letters/template.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { ContentFiles, ListedFile } from '../../domain/source/source-files.ts';
import type { Yaml } from '../../domain/text/yaml.ts';
import type { BuildCache } from './build-cache.ts';
import type { StartPresses } from './render-packs.ts';

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
