/** A build's articles: fragments into packs, entries into rows; those that did not change stay where they are. */
import type { Entry, Place } from '../domain/article.ts';
import { entryOf } from '../domain/article-facts.ts';
import type { ReadArticle } from '../domain/content-reading.ts';
import { BroadsheetError } from '../domain/error.ts';
import { sha256 } from '../domain/hash.ts';
import { monthOf } from '../domain/month.ts';
import { endsPack } from '../domain/pack.ts';
import type { Blobs } from '../domain/release.ts';
import { type Row, rowOf } from '../domain/row.ts';
import { fragmentOf, mediaOf } from './build-fragments.ts';
import type { EntryOf } from './build-lists.ts';
import type { BuildMemory } from './build-memory.ts';
import type { Pictures } from './build-pictures.ts';
import type { ObjectWriter } from './object-writer.ts';
import { readObject } from './objects.ts';
import { parseEntries } from './open-release.ts';

/** One article on its way: its entry but for its place, and its fragment as a line of a pack. */
export type Printed = {
  kind: 'printed';
  entry: Omit<Entry, 'place'>;
  line: string;
  row: Omit<Row, 'hash' | 'place' | 'until'>;
};
export type Kept = { kind: 'kept'; row: Row };
export type Prepared = Printed | Kept;

/** `read.facts` are there: what has errors is not prepared. */
export async function prepare(
  read: ReadArticle,
  stamp: string,
  zone: string,
  pictures: Pictures,
): Promise<Printed> {
  const { source, rendered } = read.made!;
  const fragment = await fragmentOf(rendered, read.file, pictures);
  const image = source.image && (await pictures.plan(source.image, read.file, true));
  const entry = { ...entryOf(source, rendered), image };
  const line = JSON.stringify(fragment);
  return {
    kind: 'printed',
    entry: { ...entry, hash: sha256(`${JSON.stringify(entry)}\n${line}`).slice(0, 32) },
    line,
    row: {
      stamp,
      facts: read.facts!,
      problems: read.problems,
      month: monthOf(entry.date, zone),
      media: mediaOf(image, ...fragment.pictures),
    },
  };
}

export type BuiltArticles = {
  rows: readonly Row[];
  packs: Readonly<Record<string, number>>;
  /** How many were printed anew. */
  rendered: number;
  entryOf: EntryOf;
};

/** Takes articles in the order of their files, one by one, so that bodies need not pile up. */
export type ArticleBuilder = { add(article: Prepared): Promise<void>; end(): Promise<BuiltArticles> };

export function createArticleBuilder(last: BuildMemory, out: Blobs, writer: ObjectWriter): ArticleBuilder {
  const packs: Record<string, number> = {};
  const rows: Row[] = [];
  const fresh = new Map<string, Entry>();
  const oldLine = linesOfLast(out);
  let open: Prepared[] = [];

  function list(member: Prepared, place: Place, inPlace: boolean): void {
    if (member.kind === 'kept') rows.push(inPlace ? member.row : { ...member.row, place });
    else {
      const entry = { ...member.entry, place };
      fresh.set(entry.id, entry);
      rows.push(rowOf(entry, member.row));
    }
  }

  async function close(): Promise<void> {
    const whole = unchanged(open, last.packs);
    const object = whole ?? (await writer.write((await linesOf(open, oldLine)).join('\n')));
    writer.keep(object);
    packs[object] = open.length;
    for (const [line, member] of open.entries()) list(member, { object, line }, whole !== undefined);
    open = [];
  }

  return {
    add: async (article) => {
      open.push(article);
      if (endsPack(article.row.facts.file, open.length)) await close();
    },
    end: async () => {
      if (open.length > 0) await close();
      return { rows, packs, rendered: fresh.size, entryOf: entriesBy(fresh, last.months, out) };
    },
  };
}

const linesOf = (members: readonly Prepared[], oldLine: (row: Row) => Promise<string>): Promise<string[]> =>
  Promise.all(members.map((member) => (member.kind === 'printed' ? member.line : oldLine(member.row))));

/** The pack they are in already, all of them, in this order, with nobody else. */
function unchanged(members: readonly Prepared[], packs: BuildMemory['packs']): string | undefined {
  const [first] = members;
  const object = first?.kind === 'kept' ? first.row.place.object : undefined;
  if (object === undefined || packs[object] !== members.length) return undefined;
  const inPlace = (member: Prepared, line: number) =>
    member.kind === 'kept' && member.row.place.object === object && member.row.place.line === line;
  return members.every(inPlace) ? object : undefined;
}

function linesOfLast(out: Blobs): (row: Row) => Promise<string> {
  const opened = new Map<string, Promise<string[]>>();
  return async ({ place }) => {
    const pack = opened.get(place.object) ?? readObject(out, place.object).then((text) => text.split('\n'));
    opened.set(place.object, pack);
    return (await pack)[place.line]!;
  };
}

/** Entries that were not printed anew come from the last build's lists, with the place they have now. */
function entriesBy(fresh: ReadonlyMap<string, Entry>, months: BuildMemory['months'], out: Blobs): EntryOf {
  const opened = new Map<string, Promise<Map<string, Entry>>>();
  const open = async (object: string) =>
    new Map(parseEntries(await readObject(out, object)).map((entry) => [entry.id, entry]));
  return async ({ facts, month, place }) => {
    const id = facts.id.text;
    const known = fresh.get(id);
    if (known) return known;
    const list = opened.get(month) ?? open(months[month] ?? '');
    opened.set(month, list);
    const entry = (await list).get(id);
    if (!entry) throw new BroadsheetError('broken', `The last build lost the entry of ${facts.file}.`);
    return { ...entry, place };
  };
}
