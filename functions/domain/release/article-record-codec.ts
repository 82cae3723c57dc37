/** Encodes article records for the build cache: fields of every article by position, rare fields by name. */
import { fileSlug } from '../text/slug.ts';
import type { ArticleRecord } from './article-record.ts';

/** A pack's records, in the order of its lines. `text`: the encoded form, so that an unchanged pack is not encoded again. */
export type PackRecords = { object: string; records: readonly ArticleRecord[]; text: string };

type RareFields = Pick<
  ArticleRecord['facts'],
  | 'draft'
  | 'withdrawn'
  | 'withdrawnAt'
  | 'alert'
  | 'aliases'
  | 'links'
  | 'images'
  | 'headings'
  | 'publicHeadings'
  | 'hasFold'
  | 'terms'
> &
  Pick<ArticleRecord, 'problems' | 'until' | 'revised' | 'media'> & { slug: string; id: string };
/** The rare fields may be undefined: JSON leaves them out. */
type EncodedRecord = readonly [
  ...[file: string, stamp: string, hash: string, month: string, date: number],
  ...[topic: string, topicLine: number, idLine: number],
  { readonly [K in keyof RareFields]?: RareFields[K] | undefined },
];

export const encodeRecords = (object: string, rows: readonly ArticleRecord[]): string =>
  JSON.stringify([object, ...rows.map(encodeRecord)]);

/** Throws a SyntaxError, as JSON.parse does. */
export function parseRecords(text: string): PackRecords {
  const [object, ...all] = JSON.parse(text) as [string, ...EncodedRecord[]];
  return { object, records: all.map((values, line) => decodeRecord(values, object, line)), text };
}

const undefinedIfEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length > 0 ? list : undefined;

function encodeRecord(record: ArticleRecord): EncodedRecord {
  const { stamp, hash, month, facts, problems, until, revised, media } = record;
  const { file, date, topic, id, slug, draft, withdrawn, withdrawnAt, alert, aliases, links, images } = facts;
  const { headings, publicHeadings, hasFold, terms } = facts;
  const rare = {
    ...{ until, revised, alert, draft: draft || undefined, withdrawn: withdrawn || undefined, withdrawnAt },
    ...{ headings, publicHeadings, hasFold, terms },
    ...{
      aliases: undefinedIfEmpty(aliases),
      links: undefinedIfEmpty(links),
      images: undefinedIfEmpty(images),
    },
    ...{ problems: undefinedIfEmpty(problems), media: undefinedIfEmpty(media) },
    slug: slug === fileSlug(file) ? undefined : slug,
    id: id.text === slug ? undefined : id.text,
  };
  return [file, stamp, hash, month, date, topic.text, topic.line, id.line, rare];
}

const EMPTY_LIST: readonly never[] = [];

function decodeRecord(values: EncodedRecord, object: string, line: number): ArticleRecord {
  const [file, stamp, hash, month, date, topic, topicLine, idLine, rare] = values;
  const { slug = fileSlug(file), problems = EMPTY_LIST, until, revised, media = EMPTY_LIST } = rare;
  const { id = slug, draft = false, withdrawn = false, withdrawnAt, alert } = rare;
  const { aliases = EMPTY_LIST, links = EMPTY_LIST, images = EMPTY_LIST } = rare;
  const facts = {
    ...{ file, slug, date, draft, withdrawn, alert, aliases, links, images },
    ...{ topic: { text: topic, line: topicLine }, id: { text: id, line: idLine } },
    ...(withdrawnAt !== undefined && { withdrawnAt }),
    ...decodeOptional(rare),
  };
  const made = { stamp, facts, problems, month, until, hash, place: { object, line }, media };
  return revised === undefined ? made : { ...made, revised };
}

const decodeOptional = ({ headings, publicHeadings, hasFold, terms }: EncodedRecord[8]) => ({
  ...(headings && { headings }),
  ...(publicHeadings !== undefined && { publicHeadings }),
  ...(hasFold && { hasFold }),
  ...(terms && { terms }),
});
