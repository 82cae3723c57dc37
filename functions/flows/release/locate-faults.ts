/** Locates identity faults: makes of each a problem in the file of the article, the edition or the publication. */
import type { Problem } from '../../domain/problem.ts';
import { articlePath, editionPath } from '../../domain/site/paths.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { fileSlug } from '../../domain/text/slug.ts';
import { locateKey } from '../content/edition-file.ts';
import { PUBLICATION_FILE } from '../content/read-content.ts';
import { readSourceFile } from '../content/read-file.ts';
import type { IdentityFault } from './identity-fault.ts';

/** The line is that of the key if the file has the key, else the first. */
export async function locateFaults(
  content: ContentFiles,
  faults: readonly IdentityFault[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const files = faults.length > 0 ? (await content.list()).map(({ path }) => path) : [];
  for (const { of, key, ...said } of faults) {
    if ('edition' in of) problems.push({ ...said, ...(await locateKey(content, of.edition, key)) });
    else {
      const file = 'article' in of ? findArticleFile(files, of.article) : PUBLICATION_FILE;
      problems.push({
        ...said,
        file,
        line: files.includes(file) ? await findKeyLine(content, file, key) : 1,
      });
    }
  }
  return problems;
}

const findArticleFile = (files: readonly string[], slug: string): string =>
  files.find(
    (path) => path.startsWith('content/articles/') && path.endsWith('.md') && fileSlug(path) === slug,
  ) ?? `content/articles/${slug}.md`;

async function findKeyLine(content: ContentFiles, file: string, key: string): Promise<number> {
  const source = await readSourceFile(content, file);
  if (!('file' in source)) return 1;
  const line = source.file.text.split('\n').findIndex((text) => text.startsWith(`${key}:`));
  return Math.max(line, 0) + 1;
}

/** The fault as a line of text for a release without source files: the page's address stands for the file. */
export function formatFault({ of, level, message, remedy }: IdentityFault): string {
  const place =
    'article' in of ? articlePath(of.article) : 'edition' in of ? editionPath(of.edition) : PUBLICATION_FILE;
  return `${place}: ${level}: ${message} ${remedy}`;
}
