/** A row: what a build keeps of one article, enough to list it and to leave it alone until its file changes. */
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
  /** When its own front matter withdraws it. */
  until: Instant | undefined;
  hash: string;
  place: PackLocation;
  /** Keys of its pictures' variants. */
  media: readonly string[];
};

/** The order of lists: `byNewest`, of rows. */
export const newestRowFirst = ({ facts: a }: ArticleRecord, { facts: b }: ArticleRecord): number =>
  b.date - a.date || (a.id.text < b.id.text ? 1 : a.id.text > b.id.text ? -1 : 0);

/** What a list prints of it: same, and the list need not be made again. */
export const listingKey = ({ hash, place }: ArticleRecord): string => `${hash} ${place.object} ${place.line}`;

export const isPlain = (row: ArticleRecord): boolean => !row.facts.draft && row.until === undefined;

export const keysOf = ({ facts }: ArticleRecord): string[] => [
  idKey(facts.id.text),
  slugKey(facts.slug),
  ...facts.aliases.map((alias) => aliasKey(alias.text)),
];
