/** Rows as a build's memory writes them: what every article has by position, what few have by name. */
import { fileSlug } from '../text/slug.ts';
import type { ArticleRecord } from './article-record.ts';

/** A pack's rows, whose places are its lines. `text` as it was written: a pack that stays is not written anew. */
export type PackRows = { object: string; rows: readonly ArticleRecord[]; text: string };

type Rare = Pick<
  ArticleRecord['facts'],
  'draft' | 'withdrawn' | 'withdrawnAt' | 'alert' | 'aliases' | 'links' | 'images'
> &
  Pick<ArticleRecord, 'problems' | 'until' | 'media'> & { slug: string; id: string };
/** JSON leaves out what is undefined. */
type Values = readonly [
  ...[file: string, stamp: string, hash: string, month: string, date: number],
  ...[topic: string, topicLine: number, idLine: number],
  { readonly [K in keyof Rare]?: Rare[K] | undefined },
];

export const rowsText = (object: string, rows: readonly ArticleRecord[]): string =>
  JSON.stringify([object, ...rows.map(valuesOf)]);

/** Throws what JSON.parse throws. */
export function parseRows(text: string): PackRows {
  const [object, ...all] = JSON.parse(text) as [string, ...Values[]];
  return { object, rows: all.map((values, line) => rowFrom(values, object, line)), text };
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

function valuesOf({ stamp, hash, month, facts, problems, until, media }: ArticleRecord): Values {
  const { file, date, topic, id, slug, draft, withdrawn, withdrawnAt, alert, aliases, links, images } = facts;
  const rare = {
    ...{ until, alert, draft: draft || undefined, withdrawn: withdrawn || undefined, withdrawnAt },
    ...{ aliases: some(aliases), links: some(links), images: some(images) },
    ...{ problems: some(problems), media: some(media) },
    slug: slug === fileSlug(file) ? undefined : slug,
    id: id.text === slug ? undefined : id.text,
  };
  return [file, stamp, hash, month, date, topic.text, topic.line, id.line, rare];
}

const NONE: readonly never[] = [];

function rowFrom(values: Values, object: string, line: number): ArticleRecord {
  const [file, stamp, hash, month, date, topic, topicLine, idLine, rare] = values;
  const { slug = fileSlug(file), problems = NONE, until, media = NONE, id = slug } = rare;
  const { draft = false, withdrawn = false, withdrawnAt, alert } = rare;
  const { aliases = NONE, links = NONE, images = NONE } = rare;
  const at = { topic: { text: topic, line: topicLine }, id: { text: id, line: idLine } };
  const facts = {
    file,
    slug,
    date,
    draft,
    withdrawn,
    ...(withdrawnAt !== undefined && { withdrawnAt }),
    topic: at.topic,
    id: at.id,
    alert,
    aliases,
    links,
    images,
  };
  return { stamp, facts, problems, month, until, hash, place: { object, line }, media };
}
