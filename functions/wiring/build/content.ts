/** The content folder as the command `new` needs it: reads the publication and the newest articles, and creates a file (scaffold). */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createFolderFiles } from '../../adapters/fs/files.ts';
import { createYaml } from '../../adapters/js-yaml/yaml.ts';
import type { Transliterate } from '../../domain/content/new-slug.ts';
import type { ScaffoldFile } from '../../domain/content/scaffold.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { formatProblem } from '../../domain/problem.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { type PublicationReading, parsePublication } from '../../domain/publication/publication-source.ts';
import { isVisible } from '../../domain/release/release.ts';
import { fileSlug } from '../../domain/text/slug.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { readAxioms } from '../../flows/content/read-content.ts';
import { openRelease } from '../../flows/release/open-release.ts';
import type { Config } from '../config.ts';
import { buildRelease, createDistBlobs } from './build.ts';

const PUBLICATION_PATH = 'content/publication.yaml';

type ReadPublication = PublicationReading & { publication: Publication };

/** Throws `invalid` with all problems of the file, `not-found` if there is no file. */
export async function readPublicationFile(config: Config): Promise<ReadPublication> {
  if (!existsSync(join(config.contentDir, 'publication.yaml'))) {
    throw new BroadsheetError('not-found', `There is no publication.yaml in ${config.contentDir}.`, {
      remedy: 'Start one: npm run broadsheet -- new publication "My paper"',
    });
  }
  const bytes = await createFolderFiles(config.contentDir, 'content').read(PUBLICATION_PATH);
  const file = { path: PUBLICATION_PATH, text: new TextDecoder().decode(bytes) };
  const [yaml, templates] = [createYaml(), createFolderFiles(config.templatesDir, 'templates')];
  const reading = parsePublication(file, yaml, await readAxioms(templates, await templates.list(), yaml));
  const { publication } = reading;
  if (publication) return { ...reading, publication };
  throw new BroadsheetError('invalid', reading.problems.map(formatProblem).join('\n'), {
    remedy: 'Mend publication.yaml first.',
  });
}

/** Includes articles that cannot be read, because a file's name makes its slug. */
export async function listArticleSlugs(config: Config): Promise<Set<string>> {
  const files = await createFolderFiles(join(config.contentDir, 'articles'), 'articles').list();
  return new Set(files.map(({ path }) => fileSlug(path)));
}

const ARTICLES_PER_EDITION = 5;

/** Ids of the newest visible articles; none if the content has errors. */
export async function findRecentArticles(config: Config, now: Instant): Promise<string[]> {
  const { hash } = await buildRelease(config);
  if (!hash) return [];
  const { newest } = (await openRelease(createDistBlobs(config), hash)).index;
  return newest
    .filter((entry) => isVisible(entry, new Set(), now))
    .slice(0, ARTICLES_PER_EDITION)
    .map((entry) => entry.id);
}

/** Returns the file's path from the working directory. Throws `conflict` if the file exists. */
export async function createContentFile(config: Config, file: ScaffoldFile): Promise<string> {
  const path = join(config.contentDir, file.path);
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, file.text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new BroadsheetError('conflict', `${path} is there already.`, {
      remedy: 'Write there, or choose another name or --date.',
    });
  }
  return relative(process.cwd(), path);
}

/** Loaded by `new` alone: no function on AWS has it. */
export const loadTransliteration = async (): Promise<Transliterate> =>
  (await import('../../adapters/any-ascii/transliterate.ts')).transliterate;
