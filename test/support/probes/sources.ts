import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The repository as text, for the tests that hold its rules. */
export const ROOT = resolve(import.meta.dirname, '../../..');

export const readSource = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
export const isThere = (path: string): boolean => existsSync(join(ROOT, path));

/** Files below a folder whose names have the ending, as paths from the root of the repository. */
export function filesIn(folder: string, ending = '.ts'): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** The comments of a TypeScript source, `[line, text]`; `//` inside a string (an address) is none. */
export function commentsOf(text: string): [number, string][] {
  let inBlock = false;
  return text.split('\n').flatMap((line, i): [number, string][] => {
    const at = inBlock ? 0 : line.search(/\/\*|(?<![:'"`/\\])\/\/(?= )/);
    if (at < 0) return [];
    const comment = line.slice(at);
    inBlock = (inBlock || comment.startsWith('/*')) && !comment.includes('*/');
    return [[i + 1, comment]];
  });
}

/** True if a path in a document or comment exists, as written or below functions/. */
export const leadsSomewhere = (path: string): boolean => isThere(path) || isThere(`functions/${path}`);
