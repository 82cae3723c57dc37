/** Writes the terms of a release (authors, tags, series) and its related articles. */
import { type ArticleRecord, byNewestRecord } from '../../domain/release/article-record.ts';
import { tableCountFor } from '../../domain/release/lookup-table.ts';
import { makeRelated } from '../../domain/release/related.ts';
import type { TaxonomyObjects } from '../../domain/release/release.ts';
import { makeTaxonomies } from '../../domain/release/taxonomies.ts';
import type { ObjectWriter } from './object-writer.ts';

export async function writeTaxonomies(
  rows: readonly ArticleRecord[],
  writer: ObjectWriter,
): Promise<TaxonomyObjects> {
  const newest = rows.toSorted(byNewestRecord);
  const { rows: terms, tables } = makeTaxonomies(newest);
  const related = makeRelated(newest, tableCountFor(rows.length));
  const writeAll = async (parts: readonly object[]): Promise<string[]> => {
    const objects: string[] = [];
    for (const part of parts) objects.push(await writer.write(JSON.stringify(part)));
    return objects;
  };
  return {
    terms: await writer.write(JSON.stringify(terms)),
    tables: await writeAll(tables),
    related: await writeAll(related),
  };
}
