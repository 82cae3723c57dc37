/** The ports and the result of a build. */

import type { Markdown } from '../../domain/content/markdown.ts';
import type { ShareCard } from '../../domain/content/share-card.ts';
import type { TemplateCompiler } from '../../domain/letters/template.ts';
import type { Images } from '../../domain/pictures/images.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { ContentFiles, ListedFile } from '../../domain/source/source-files.ts';
import type { Yaml } from '../../domain/text/yaml.ts';
import type { BuildCache } from './build-cache.ts';
import type { StartRenderWorkers } from './render-packs.ts';

/** Heavy parts are functions, so that they are loaded only when a file needs them. */
export type BuildPorts = {
  content: ContentFiles;
  /** Every file below templates/. */
  templates: ContentFiles;
  /** Every file below functions/, and the lock file: a build by other code is not reused. */
  code: ContentFiles;
  yaml: () => Promise<Yaml>;
  markdown: () => Promise<Markdown>;
  images: () => Promise<Images>;
  /** Draws a share card, as PNG; if absent, the release has no cards. */
  drawCard?: (card: ShareCard) => Promise<Uint8Array>;
  /** `apart`: compile on a thread of its own, because there is much else to do meanwhile. */
  mail: (apart: boolean) => Promise<TemplateCompiler>;
  /** Workers that render articles beside this thread. */
  renderWorkers: () => Promise<StartRenderWorkers>;
  out: Blobs;
  cache: BuildCache;
};

/** `rendered`: articles that were read and rendered; `written`: objects; `encoded`: variants of images. */
export type BuildStats = { articles: number; rendered: number; written: number; encoded: number };

/** `hash` is undefined if there are errors: then no release was written, and the last good one stays. */
export type BuildResult = { hash: string | undefined; problems: readonly Problem[]; stats: BuildStats };

/** All files with their stamps, sorted, because a release must not depend on the order in which a folder is read. */
export type ListedSources = Readonly<Record<'content' | 'templates' | 'code', readonly ListedFile[]>> & {
  stamp: string;
  /** Entries of the folders that are no readable files. */
  faults: readonly Problem[];
};
