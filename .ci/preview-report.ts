/** Writes the report of a comparison: a comment of bounded size, and one page with all pictures. Names and texts are untrusted. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from './preview-difference.ts';
import type { Picture } from './preview-pictures.ts';

export type Shown = Difference & { folder: string; pictures: readonly Picture[] };

/** Characters of the comment. GitHub takes 65,536, and a reviewer reads fewer. */
const MOST_COMMENT = 30_000;
const MOST_NAMES = 40;
const MOST_LINES = 60;
const MOST_LINE = 400;
/** Bytes of pictures in the page; further ones are in the artifact. */
const MOST_INLINE = 40_000_000;

/** Escapes a path or an id: readable, and without meaning in Markdown or HTML. */
export const plain = (name: string): string => name.replaceAll(/[^\w\-.~%/]/g, '?').slice(0, 120);

const titleOf = ({ kind, name, before, after }: Difference): string => {
  const what = before === undefined ? 'new' : after === undefined ? 'gone' : 'changed';
  return `${what} ${kind} ${plain(name)}`;
};

/** Fences a text: within a fence no mention, link or picture works, and the fence is longer than any in the text. */
export function fenced(text: string): string {
  const lines = text.split('\n');
  const shown = lines.slice(0, MOST_LINES).map((line) => line.slice(0, MOST_LINE));
  if (lines.length > MOST_LINES) shown.push(`  … ${lines.length - MOST_LINES} lines more`);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${shown.join('\n')}\n${fence}`;
}

export function commentOf(found: readonly Difference[], styles: boolean): string {
  const look = styles ? 'The style or a logo differs: every page looks other than before.\n\n' : '';
  if (found.length === 0) return `${look}No page and no letter says anything else.\n`;
  const count = (kind: Difference['kind']) => found.filter((one) => one.kind === kind).length;
  const names = found.slice(0, MOST_NAMES).map((one) => `- \`${titleOf(one)}\``);
  if (found.length > MOST_NAMES) names.push(`- and ${found.length - MOST_NAMES} more`);
  const head = `${look}Differs: ${count('article')} articles, ${count('letter')} letters, ${count('page')} other pages.\n\n`;
  let comment = `${head}${names.join('\n')}\n`;
  for (const one of found) {
    const part = `\n<details><summary>${titleOf(one)}</summary>\n\n${fenced(one.diff || '  the same text')}\n\n</details>\n`;
    if (comment.length + part.length > MOST_COMMENT)
      return `${comment}\nThe other differences are in the artifact.\n`;
    comment += part;
  }
  return comment;
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The page runs no script and loads nothing, because pictures are inlined. */
const HEAD = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Preview</title><style>
body { font: 16px/1.4 system-ui; margin: 2rem } .pictures { display: flex; gap: 1rem; overflow-x: auto; align-items: start }
figure { margin: 0 } img { border: 1px solid #999; max-width: 640px } pre { white-space: pre-wrap; background: #f4f4f4; padding: 1rem }
ins { background: #d4f7d4; text-decoration: none } del { background: #fbdada; text-decoration: none }
</style>`;

const coloured = (diff: string): string =>
  diff
    .split('\n')
    .map((line) => {
      const text = escaped(line);
      return line.startsWith('+') ? `<ins>${text}</ins>` : line.startsWith('-') ? `<del>${text}</del>` : text;
    })
    .join('\n');

/** `root`: the folder that contains the folders of `shown`. */
export function pageOf(shown: readonly Shown[], others: readonly Difference[], root: string): string {
  let left = MOST_INLINE;
  const pictureOf = (folder: string, { width, side, file }: Picture): string => {
    const path = join(root, folder, file);
    const caption = `<figcaption>${side}, ${width}</figcaption>`;
    left -= statSync(path).size;
    if (left < 0) return `<figure>${caption}${folder}/${file}</figure>`;
    const data = readFileSync(path).toString('base64');
    return `<figure>${caption}<img alt="${side}, ${width}" src="data:image/jpeg;base64,${data}"></figure>`;
  };
  const parts = shown.map(
    (one) => `<h2>${titleOf(one)}</h2><pre>${coloured(one.diff || 'the same text')}</pre>
<div class="pictures">${one.pictures.map((picture) => pictureOf(one.folder, picture)).join('')}</div>`,
  );
  const more = others.map((one) => `<h2>${titleOf(one)}</h2><pre>${coloured(one.diff)}</pre>`);
  return `${HEAD}<h1>${shown.length + others.length} differ</h1>${[...parts, ...more].join('\n')}`;
}
