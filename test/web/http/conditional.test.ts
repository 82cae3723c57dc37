import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHeldTag, parseHttpDate } from '../../../functions/web/http/conditional.ts';

const TAGS = ['"abc"', '"abc-br"', '"abc-gz"'];
const MODIFIED = Date.parse('2026-11-23T12:00:00.700Z');

const held = (fields: Record<string, string>) => {
  const headers = new Headers(fields);
  return findHeldTag((name) => headers.get(name), TAGS, MODIFIED);
};

describe('If-None-Match', () => {
  it.each([
    ['"abc"', '"abc"'],
    ['W/"abc"', '"abc"'],
    ['"x", "abc-gz"', '"abc-gz"'],
    ['"x,y",W/"abc-br"', '"abc-br"'],
    [' "abc" ', '"abc"'],
    ['*', '"abc"'],
    ['"x"', undefined],
    ['abc', undefined],
    ['"abc', undefined],
    ['w/"x"', undefined],
    ['', undefined],
  ])('%j holds %s', (header, tag) => {
    expect(held({ 'If-None-Match': header })).toBe(tag);
  });

  it('decides alone: a date beside it does not count', () => {
    expect(
      held({ 'If-None-Match': '"old"', 'If-Modified-Since': 'Mon, 23 Nov 2026 12:00:00 GMT' }),
    ).toBeUndefined();
  });

  it('matches only tags of ours, whatever the header', () => {
    const piece = fc.constantFrom('"abc"', '"x"', 'W/', ',', ' ', '*', '"', 'abc', '"abc-br"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const header = pieces.join('');
        const tag = held({ 'If-None-Match': header });
        if (tag !== undefined && header.trim() !== '*') expect(header).toContain(tag);
      }),
    );
  });
});

describe('If-Modified-Since', () => {
  it.each([
    ['Mon, 23 Nov 2026 12:00:00 GMT', true],
    ['Mon, 23 Nov 2026 12:00:01 GMT', true],
    ['Mon, 23 Nov 2026 11:59:59 GMT', false],
    ['Monday, 23-Nov-26 12:00:00 GMT', true],
    ['Mon Nov 23 12:00:00 2026', true],
    ['yesterday', false],
    ['2026-11-24', false],
    ['9999999999999', false],
    ['', false],
  ])('%j is fresh: %s', (header, fresh) => {
    expect(held({ 'If-Modified-Since': header }) !== undefined).toBe(fresh);
  });

  it('reads any text without throwing, as an instant or not at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const instant = parseHttpDate(text);
        expect(instant === undefined || Number.isFinite(instant)).toBe(true);
      }),
    );
  });
});
