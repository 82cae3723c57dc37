/** Renders a pack of articles: reads their files, renders them, and names the object by its hash. Needs nothing but the files. */

import type { Fragment, Picture } from '../../domain/content/article.ts';
import { entryOf } from '../../domain/content/content-facts.ts';
import type { Rendered } from '../../domain/content/markdown.ts';
import {
  type ParsedArticle,
  parseArticleFile,
  type ReadingRules,
  type SourceParsers,
} from '../../domain/content/parse-source-file.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ArticleRecord } from '../../domain/release/article-record.ts';
import { encodeRecords } from '../../domain/release/article-record-codec.ts';
import { encodeBlock, type IndexedArticle } from '../../domain/search/index-block.ts';
import type { ContentFiles, ListedFile } from '../../domain/source/source-files.ts';
import { monthOf } from '../../domain/time/month.ts';
import { problemOfBrokenFile } from '../content/broken-file.ts';
import { readSourceFile } from '../content/read-file.ts';
import { encodeObjectSync } from '../release/objects.ts';
import type { ImagePlanner, ImagePlans } from './plan-images.ts';

/** A picture that could not be read is left out here. Its problem is an error, so no release will hold the gap. */
export async function planFragment(
  rendered: Rendered,
  file: string,
  planner: ImagePlanner,
): Promise<Fragment> {
  const { html, text, folded, briefNotes } = rendered.fragment;
  const planned = [];
  for (const figure of rendered.figures) planned.push(await planner.plan(figure, file, false));
  const pictures = planned.filter((picture) => picture !== undefined);
  return { html, text, folded, pictures, ...(briefNotes && { briefNotes }) };
}

export const mediaKeysOf = (...pictures: readonly (Picture | undefined)[]): string[] =>
  pictures.flatMap((picture) =>
    picture
      ? [...picture.page, picture.mail, picture.thumb, picture.share, ...(picture.crops ?? [])].flatMap(
          (variant) => variant?.path ?? [],
        )
      : [],
  );

export type ArticleReader = {
  rules: ReadingRules;
  content: Pick<ContentFiles, 'read'>;
  parsers: () => Promise<SourceParsers>;
  /** Set once all articles are known: the address of a link to a heading, by the link as it is typed. */
  headingHref?: (typed: string) => string | undefined;
};
export type Renderer = ArticleReader & { planner: ImagePlanner };

/** A file to read, or its article record of the last build. */
export type PackMember = ListedFile | ArticleRecord;

/** An article that could not be read or rendered: only its problems are known. */
export type UnreadArticle = { file: string; problems: readonly Problem[] };

/** A rendered pack, encoded as texts, which a worker can post at once. */
export type RenderedPack = {
  /** The article records, encoded (domain/release/article-record-codec.ts). */
  records: string;
  /** The entries, a line for each record; empty for an article that was not rendered. */
  entries: string;
  /** The object in its stored, compressed form. */
  bytes: Uint8Array;
  /** The pack's part of the search index (domain/search/index-block.ts). */
  search: string;
  unread: readonly UnreadArticle[];
  plans: ImagePlans;
};

type RenderedArticle = {
  line: string;
  row: Omit<ArticleRecord, 'place'>;
  entry: object | undefined;
  indexed: IndexedArticle;
};

/** Reads an article of the last build: its line in its pack, and its entry as JSON. */
export type OldArticles = {
  line(row: ArticleRecord): Promise<string>;
  entry(row: ArticleRecord): string | Promise<string>;
};

/** `old` is asked for members that are records. An article with errors is left out: there will be no release. */
export async function renderPack(
  members: readonly PackMember[],
  renderer: Renderer,
  old: OldArticles,
): Promise<RenderedPack> {
  const sheets: RenderedArticle[] = [];
  const unread: UnreadArticle[] = [];
  for (const member of members) {
    if ('facts' in member) {
      sheets.push(await readOldArticle(member, old));
      continue;
    }
    const read = await readArticleFile(member.path, renderer);
    const sheet = read.made && (await renderOrReport(read, member.stamp, renderer));
    if (sheet && 'line' in sheet) sheets.push(sheet);
    else unread.push({ file: read.file, problems: [...read.problems, ...(sheet ? [sheet.problem] : [])] });
  }
  return { ...assemblePack(sheets), unread, plans: renderer.planner.takePlans() };
}

async function readOldArticle(row: ArticleRecord, old: OldArticles): Promise<RenderedArticle> {
  const line = await old.line(row);
  const indexed = {
    entry: JSON.parse(await old.entry(row)) as IndexedArticle['entry'],
    month: row.month,
    fragment: JSON.parse(line) as Fragment,
  };
  return { line, row, entry: undefined, indexed };
}

export async function readArticleFile(
  path: string,
  { content, parsers, rules, headingHref }: ArticleReader,
): Promise<ParsedArticle> {
  const source = await readSourceFile(content, path);
  const failed = (problem: Problem) => ({
    file: path,
    facts: undefined,
    made: undefined,
    problems: [problem],
  });
  if ('problem' in source) return failed(source.problem);
  const parts = await parsers();
  try {
    return parseArticleFile(source.file, rules, { ...parts, headingHref });
  } catch (error) {
    return failed(problemOfBrokenFile(path, error));
  }
}

async function renderOrReport(
  read: ParsedArticle,
  stamp: string,
  renderer: Renderer,
): Promise<RenderedArticle | { problem: Problem }> {
  try {
    return await renderArticle(read, stamp, renderer);
  } catch (error) {
    return { problem: problemOfBrokenFile(read.file, error) };
  }
}

async function renderArticle(
  read: ParsedArticle,
  stamp: string,
  { planner, rules }: Renderer,
): Promise<RenderedArticle> {
  const { source, rendered } = read.made!;
  const fragment = await planFragment(rendered, read.file, planner);
  const image = source.image && (await planner.plan(source.image, read.file, true));
  const printed = { ...entryOf(source, rendered), image };
  const line = JSON.stringify(fragment);
  const hash = sha256(`${JSON.stringify(printed)}\n${line}`).slice(0, 32);
  const row = {
    ...{ stamp, hash, facts: read.facts!, problems: read.problems },
    month: monthOf(printed.date, rules.timezone),
    until: printed.withdrawn?.date,
    ...(printed.updated !== undefined && { revised: printed.updated }),
    media: mediaKeysOf(image, ...fragment.pictures),
  };
  const indexed = { entry: printed, month: row.month, fragment };
  const listed = { ...printed, hash, htmlBytes: Buffer.byteLength(fragment.html) };
  return { line, row, entry: listed, indexed };
}

/** Joins the articles into the pack's object. An article's place is its line there. */
function assemblePack(
  sheets: readonly RenderedArticle[],
): Pick<RenderedPack, 'records' | 'entries' | 'bytes' | 'search'> {
  const text = Buffer.from(sheets.map(({ line }) => line).join('\n'));
  const object = sha256(text);
  const placed = sheets.map(({ row, entry }, line) => ({ row, entry, place: { object, line } }));
  const entries = placed.map(({ entry, place }) => (entry ? JSON.stringify({ ...entry, place }) : ''));
  return {
    records: encodeRecords(
      object,
      placed.map(({ row, place }) => ({ ...row, place })),
    ),
    entries: entries.join('\n'),
    bytes: encodeObjectSync(text),
    search: encodeBlock(sheets.map(({ indexed }) => indexed)),
  };
}
