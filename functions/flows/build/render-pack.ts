/** Renders a pack of articles: reads their files, renders them, and names the object by its hash. Needs nothing but the files. */

import type { Fragment, Picture } from '../../domain/content/article.ts';
import { entryOf } from '../../domain/content/content-facts.ts';
import type { Rendered } from '../../domain/content/markdown.ts';
import {
  type ReadArticle,
  type ReadingRules,
  readArticle,
  type SourceParsers,
} from '../../domain/content/parse-source-file.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ArticleRecord } from '../../domain/release/article-record.ts';
import { rowsText } from '../../domain/release/article-record-codec.ts';
import type { ContentFiles, ListedFile } from '../../domain/source/source-files.ts';
import { monthOf } from '../../domain/time/month.ts';
import { brokenFile } from '../content/broken-file.ts';
import { sourceOf } from '../content/read-file.ts';
import { encodeObjectNow } from '../release/objects.ts';
import type { Planner, Plans } from './plan-images.ts';

/** A picture that could not be read is left out here. Its problem is an error, so no release will hold the gap. */
export async function fragmentOf(rendered: Rendered, file: string, planner: Planner): Promise<Fragment> {
  const { html, text, folded } = rendered.fragment;
  const planned = [];
  for (const figure of rendered.figures) planned.push(await planner.plan(figure, file, false));
  return { html, text, folded, pictures: planned.filter((picture) => picture !== undefined) };
}

export const mediaOf = (...pictures: readonly (Picture | undefined)[]): string[] =>
  pictures.flatMap((picture) =>
    picture
      ? [...picture.page, picture.mail, ...(picture.share ? [picture.share] : [])].map((v) => v.path)
      : [],
  );

export type Reader = {
  rules: ReadingRules;
  content: Pick<ContentFiles, 'read'>;
  readers: () => Promise<SourceParsers>;
};
export type Printer = Reader & { planner: Planner };

/** A file to read, or its article record of the last build. */
export type Member = ListedFile | ArticleRecord;

/** An article that could not be read or rendered: only its problems are known. */
export type Unread = { file: string; problems: readonly Problem[] };

/** A rendered pack, encoded as texts, which a worker can post at once. */
export type PrintedPack = {
  /** The article records (PackRows) as text. */
  rows: string;
  /** The entries, a line for each record; empty for an article that was not rendered. */
  entries: string;
  /** The object in its stored, compressed form. */
  bytes: Uint8Array;
  unread: readonly Unread[];
  plans: Plans;
};

type Sheet = { line: string; row: Omit<ArticleRecord, 'place'>; entry: object | undefined };

/** `oldLine` is called for members that are records. An article with errors is left out: there will be no release. */
export async function printPack(
  members: readonly Member[],
  printer: Printer,
  oldLine: (row: ArticleRecord) => Promise<string>,
): Promise<PrintedPack> {
  const sheets: Sheet[] = [];
  const unread: Unread[] = [];
  for (const member of members) {
    if ('facts' in member) {
      sheets.push({ line: await oldLine(member), row: member, entry: undefined });
      continue;
    }
    const read = await readArticleFile(member.path, printer);
    const sheet = read.made && (await printOrTell(read, member.stamp, printer));
    if (sheet && 'line' in sheet) sheets.push(sheet);
    else unread.push({ file: read.file, problems: [...read.problems, ...(sheet ? [sheet.problem] : [])] });
  }
  return { ...bound(sheets), unread, plans: printer.planner.take() };
}

export async function readArticleFile(
  path: string,
  { content, readers, rules }: Reader,
): Promise<ReadArticle> {
  const source = await sourceOf(content, path);
  const failed = (problem: Problem) => ({
    file: path,
    facts: undefined,
    made: undefined,
    problems: [problem],
  });
  if ('problem' in source) return failed(source.problem);
  const parts = await readers();
  try {
    return readArticle(source.file, rules, parts);
  } catch (error) {
    return failed(brokenFile(path, error));
  }
}

async function printOrTell(
  read: ReadArticle,
  stamp: string,
  printer: Printer,
): Promise<Sheet | { problem: Problem }> {
  try {
    return await print(read, stamp, printer);
  } catch (error) {
    return { problem: brokenFile(read.file, error) };
  }
}

async function print(read: ReadArticle, stamp: string, { planner, rules }: Printer): Promise<Sheet> {
  const { source, rendered } = read.made!;
  const fragment = await fragmentOf(rendered, read.file, planner);
  const image = source.image && (await planner.plan(source.image, read.file, true));
  const printed = { ...entryOf(source, rendered), image };
  const line = JSON.stringify(fragment);
  const hash = sha256(`${JSON.stringify(printed)}\n${line}`).slice(0, 32);
  const row = {
    ...{ stamp, hash, facts: read.facts!, problems: read.problems },
    month: monthOf(printed.date, rules.timezone),
    until: printed.withdrawn?.date,
    media: mediaOf(image, ...fragment.pictures),
  };
  return { line, row, entry: { ...printed, hash } };
}

/** Joins the articles into the pack's object. An article's place is its line there. */
function bound(sheets: readonly Sheet[]): Pick<PrintedPack, 'rows' | 'entries' | 'bytes'> {
  const text = Buffer.from(sheets.map(({ line }) => line).join('\n'));
  const object = sha256(text);
  const placed = sheets.map(({ row, entry }, line) => ({ row, entry, place: { object, line } }));
  const entries = placed.map(({ entry, place }) => (entry ? JSON.stringify({ ...entry, place }) : ''));
  return {
    rows: rowsText(
      object,
      placed.map(({ row, place }) => ({ ...row, place })),
    ),
    entries: entries.join('\n'),
    bytes: encodeObjectNow(text),
  };
}
