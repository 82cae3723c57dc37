/** Compares two sides page by page and letter by letter (diff), with a diff of the text that readers see. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type Kind = 'article' | 'letter' | 'page';
export type Difference = {
  kind: Kind;
  /** The path of a page, or the id of an edition. */
  name: string;
  before: string | undefined;
  after: string | undefined;
  /** Diff lines that begin with `+`, `-` or a space; empty if the text is the same. */
  diff: string;
};
type Sides = Record<'pages' | 'letters', ReadonlyMap<string, string>>;

const FIRST = { articles: 10, letters: 6 };

/** Lists articles first, then letters, then the pages that list them; within each, the largest difference first. */
export function differencesOf(before: Sides, after: Sides): Difference[] {
  const found = (['pages', 'letters'] as const).flatMap((part) => {
    const names = [...new Set([...after[part].keys(), ...before[part].keys()])];
    return names.flatMap((name) => {
      const [was, is] = [before[part].get(name), after[part].get(name)];
      return compared(was) === compared(is)
        ? []
        : [{ kind: kindOf(part, name), name, before: was, after: is }];
    });
  });
  const all = found.map((one) => ({
    ...one,
    diff: diffOf(textOf(one.before ?? ''), textOf(one.after ?? '')),
  }));
  const of = (kind: Kind) =>
    all.filter((one) => one.kind === kind).toSorted((a, b) => b.diff.length - a.diff.length);
  const [articles, letters] = [of('article'), of('letter')];
  // The first entries get pictures: an article's neighbours differ only by a line, and must not crowd out a letter.
  return [
    ...articles.splice(0, FIRST.articles),
    ...letters.splice(0, FIRST.letters),
    ...articles,
    ...letters,
    ...of('page'),
  ];
}

/** Sample pages for a changed style or logo: the front page, the archive and an article, unless they are shown for their text already. */
export function samplesOf(before: Sides, after: Sides, found: readonly Difference[]): Difference[] {
  if (looksOf(before) === looksOf(after)) return [];
  const shown = new Set(found.map(({ name }) => name));
  const both = [...after.pages.keys()].filter((name) => before.pages.has(name));
  const sorts = ['/', '/archive', both.find((name) => kindOf('pages', name) === 'article')];
  return sorts
    .filter((name) => name !== undefined && both.includes(name) && !shown.has(name))
    .map((name) => ({
      ...{ kind: kindOf('pages', name!), name: name!, diff: '' },
      ...{ before: before.pages.get(name!), after: after.pages.get(name!) },
    }));
}

/** Style sheets and logos of the front page, by their hashes. */
export const looksOf = ({ pages }: Pick<Sides, 'pages'>): string =>
  [...new Set(pages.get('/')?.match(/\/assets\/[\w-]+\.[0-9a-f]{8,}\.\w+/g))].sort().join();

const kindOf = (part: keyof Sides, name: string): Kind =>
  part === 'letters' ? 'letter' : name.startsWith('/articles/') ? 'article' : 'page';

/** Ignores the hashes of assets: otherwise a changed style would make every page differ. */
const compared = (html: string | undefined): string | undefined =>
  html?.replaceAll(/(\/assets\/[\w-]+)\.[0-9a-f]{8,}\./g, '$1.');

const BLOCKS =
  /^(address|article|aside|blockquote|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|td|th|tr|ul|br|title)$/;
/** Soft hyphens, and the padding of letters behind their first line. */
const PADDING = /\u00ad|\u034f|\u200b|\u200c/g;
const UNSEEN = /^(script|style|template)$/;

/** The visible text as lines: pictures as address and description, links with their target. */
export function textOf(html: string): string {
  const parts: string[] = [];
  walk(parse(html), parts);
  const lines = parts.join('').split('\n');
  return lines
    .map((line) => visible(line).replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join('\n');
}

function walk(node: DefaultTreeAdapterTypes.Node, parts: string[]): void {
  if (node.nodeName === '#text')
    parts.push((node as DefaultTreeAdapterTypes.TextNode).value.replaceAll('\n', ' '));
  if (UNSEEN.test(node.nodeName)) return;
  const isBlock = BLOCKS.test(node.nodeName);
  if (isBlock) parts.push('\n');
  const attribute = (name: string) =>
    (node as DefaultTreeAdapterTypes.Element).attrs
      ?.find((one) => one.name === name)
      ?.value.replaceAll(/\s/g, ' ');
  if (node.nodeName === 'img')
    parts.push(`\n[picture ${attribute('src') ?? ''}: ${attribute('alt') ?? ''}]\n`);
  for (const child of (node as DefaultTreeAdapterTypes.ParentNode).childNodes ?? []) walk(child, parts);
  if (node.nodeName === 'a') parts.push(` <${attribute('href') ?? ''}>`);
  if (isBlock) parts.push('\n');
}

/**
 * Replaces characters that reverse text or are invisible (Unicode: Bidi_Control, Default_Ignorable), since they could deceive a reviewer.
 */
const visible = (line: string): string =>
  line.replaceAll(PADDING, '').replaceAll(/[\p{Cc}\p{Cf}]/gu, (c) => (c === '\t' ? ' ' : '\ufffd'));

/** git's own diff, without its first lines, which name files. */
function diffOf(before: string, after: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'difference-'));
  try {
    const [was, is] = [join(folder, 'before'), join(folder, 'after')];
    writeFileSync(was, `${before}\n`);
    writeFileSync(is, `${after}\n`);
    const words = ['diff', '--no-index', '--no-color', '--no-ext-diff', '--unified=1', '--', was, is];
    const { stdout } = spawnSync('git', words, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    return stdout
      .replace(/^[\s\S]*?(?=^@@)/m, '')
      .replaceAll(/^@@.*$/gm, '@@')
      .trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
