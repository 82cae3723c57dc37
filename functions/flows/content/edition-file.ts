/** Finds the file of an edition. The id of an edition is the name of its file unless the front matter has an `id`. */
import type { Problem } from '../../domain/problem.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { fileName } from '../../domain/text/slug.ts';
import { readSourceFile } from './read-file.ts';

export type EditionFile = {
  id: string;
  /** The line of a key in the front matter; the first line of the file if the key is missing. */
  at(key: string): Pick<Problem, 'file' | 'line'>;
};

const isEdition = (path: string): boolean => /^content\/editions\/.*\.md$/.test(path);

/** Undefined if the path is not an edition's, or if the file cannot be read. */
export async function findEditionFile(
  content: Pick<ContentFiles, 'read'>,
  path: string,
): Promise<EditionFile | undefined> {
  if (!isEdition(path)) return undefined;
  const source = await readSourceFile(content, path);
  if (!('file' in source)) return undefined;
  const lines = source.file.text.split('\n');
  const said = /^---\n[\s\S]*?^id:[ \t]*["']?([A-Za-z0-9_-]+)/m.exec(source.file.text)?.[1];
  return {
    id: said ?? fileName(path),
    at: (key) => ({
      file: path,
      line:
        Math.max(
          lines.findIndex((line) => line.startsWith(`${key}:`)),
          0,
        ) + 1,
    }),
  };
}

/** The file and line of a key of an edition. */
export async function locateKey(
  content: ContentFiles,
  id: string,
  key: string,
): Promise<Pick<Problem, 'file' | 'line'>> {
  const own = `content/editions/${id}.md`;
  const listed = (await content.list()).map(({ path }) => path).filter(isEdition);
  for (const path of listed.toSorted((a, b) => Number(b === own) - Number(a === own))) {
    const file = await findEditionFile(content, path);
    if (file?.id === id) return file.at(key);
  }
  return { file: own, line: 1 };
}
