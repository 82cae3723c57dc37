/** Article record: the build cache's data of one article, enough to list the article and to skip it until its file changes. */
import type { PackLocation } from '../content/article.ts';
import type { Problem } from '../problem.ts';
import type { ArticleFacts } from '../source/source-files.ts';
import type { Instant } from '../time/instant.ts';
import { aliasKey, idKey, slugKey } from './lookup-table.ts';

export type ArticleRecord = {
  stamp: string;
  facts: ArticleFacts;
  problems: readonly Problem[];
  month: string;
  /** The instant at which the article's own front matter withdraws it. */
  until: Instant | undefined;
  /** The newest instant at which its front matter tells readers of a change. */
  revised?: Instant;
  hash: string;
  place: PackLocation;
  /** Blob keys of the variants of its pictures. */
  media: readonly string[];
};

/** Sorts article records as `byNewest` (release.ts) sorts entries. */
export const byNewestRecord = ({ facts: a }: ArticleRecord, { facts: b }: ArticleRecord): number =>
  b.date - a.date || (a.id.text < b.id.text ? 1 : a.id.text > b.id.text ? -1 : 0);

/** A list whose records all have the same keys as before has the same text, so it is not made again. */
export const listingKey = ({ hash, place }: ArticleRecord): string => `${hash} ${place.object} ${place.line}`;

export const isPlain = (row: ArticleRecord): boolean => !row.facts.draft && row.until === undefined;

/** True for an article that readers may see at some time. */
export const isListable = ({ facts }: ArticleRecord): boolean => !facts.draft;

export const lookupKeysOf = ({ facts }: ArticleRecord): string[] => [
  idKey(facts.id.text),
  slugKey(facts.slug),
  ...facts.aliases.map((alias) => aliasKey(alias.text)),
];
