/** A content folder with one article, `a`, to which a test adds files; and the problems of the content. */
import { formatProblem } from '../../../functions/domain/problem.ts';
import { article, PUBLICATION, readFiles } from './content.ts';

export const ARTICLE_FILE = 'content/articles/2026-11-20-a.md';
export const EDITION_FILE = 'content/editions/2026-11-23-brief.md';
export const BASE_FILES = { 'content/publication.yaml': PUBLICATION, [ARTICLE_FILE]: article() };

/** An edition; `keys` are lines of front matter, from line 5 on. */
export const edition = (keys: string, body = 'Hello.') =>
  `---\nnewsletter: brief\nsubject: Hello\npreheader: More\n${keys}\n---\n${body}`;

export const problemsOf = async (files: Record<string, string | Uint8Array>) =>
  (await readFiles({ ...BASE_FILES, ...files })).problems.map(formatProblem);
