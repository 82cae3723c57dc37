import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ArticleRecord } from '../../../functions/domain/release/article-record.ts';
import { encodeRecords, parseRecords } from '../../../functions/domain/release/article-record-codec.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 }).map((s) => s.toWellFormed());
const line = fc.nat(5000);
const located = fc.record({ text, line });
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 });
const instant = fc.integer({ min: -1e12, max: 4e12 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const level = fc.constantFrom('error' as const, 'warning' as const);

const row: fc.Arbitrary<Omit<ArticleRecord, 'place'>> = fc.record({
  ...{ stamp: text, hash: text, month: text, until: maybe(instant), media: some(text) },
  problems: some(fc.record({ file: text, line, level, message: text, remedy: text })),
  facts: fc.record({
    file: fc.oneof(text, fc.constant('content/articles/2026-11-20-a.md')),
    slug: fc.oneof(text, fc.constant('a')),
    id: fc.oneof(located, fc.record({ text: fc.constant('a'), line })),
    ...{ date: instant, draft: fc.boolean(), withdrawn: fc.boolean() },
    ...{ topic: located, alert: maybe(located), aliases: some(located) },
    ...{ links: some(fc.record({ href: text, line })), images: some(located) },
  }),
});

it('gives back the rows that it was made of, on one line', () => {
  const property = fc.property(fc.array(row, { maxLength: 5 }), (all) => {
    const rows = all.map((one, i) => ({ ...one, place: { object: 'abc', line: i } }));
    const written = encodeRecords('abc', rows);
    expect(parseRecords(written)).toEqual({ object: 'abc', records: rows, text: written });
    expect(written).not.toContain('\n');
  });
  fc.assert(property, { numRuns: 300 });
});
