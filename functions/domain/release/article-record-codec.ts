/** Encodes article records for the build cache: fields of every article by position, rare fields by name. */
import { fileSlug } from '../text/slug.ts';
import type { ArticleRecord } from './article-record.ts';

/** A pack's records, in the order of its lines. `text`: the encoded form, so that an unchanged pack is not encoded again. */
export type PackRows = { object: string; rows: readonly ArticleRecord[]; text: string };

type Rare = Pick<
  ArticleRecord['facts'],
  'draft' | 'withdrawn' | 'withdrawnAt' | 'alert' | 'aliases' | 'links' | 'images'
> &
  Pick<ArticleRecord, 'problems' | 'until' | 'media'> & { slug: string; id: string };
/** The rare fields may be undefined: JSON leaves them out. */
type Values = readonly [
  ...[file: string, stamp: string, hash: string, month: string, date: number],
  ...[topic: string, topicLine: number, idLine: number],
  { readonly [K in keyof Rare]?: Rare[K] | undefined },
];

export const rowsText = (object: string, rows: readonly ArticleRecord[]): string =>
  JSON.stringify([object, ...rows.map(valuesOf)]);

/** Throws a SyntaxError, as JSON.parse does. */
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
