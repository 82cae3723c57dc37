/** Editions by their files: an edition's id is its file's name, unless the file says another. */
import type { Problem } from '../../domain/problem.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { fileName } from '../../domain/text/slug.ts';
import { sourceOf } from './read-file.ts';

export type EditionFile = {
  id: string;
  /** Where a key of its front matter stands; the first line where it is not written. */
  at(key: string): Pick<Problem, 'file' | 'line'>;
};

const isEdition = (path: string): boolean => /^content\/editions\/.*\.md$/.test(path);

/** undefined: no file of an edition, or none that can be read. */
export async function editionFile(
  content: Pick<ContentFiles, 'read'>,
  path: string,
): Promise<EditionFile | undefined> {
  if (!isEdition(path)) return undefined;
  const source = await sourceOf(content, path);
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

/** Where an edition has a key. */
export async function locateKey(
  content: ContentFiles,
  id: string,
  key: string,
): Promise<Pick<Problem, 'file' | 'line'>> {
  const own = `content/editions/${id}.md`;
  const listed = (await content.list()).map(({ path }) => path).filter(isEdition);
  for (const path of listed.toSorted((a, b) => Number(b === own) - Number(a === own))) {
    const file = await editionFile(content, path);
    if (file?.id === id) return file.at(key);
  }
  return { file: own, line: 1 };
}
