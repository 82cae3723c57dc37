import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocateAnchors,
  createAnchorFinder,
  createPlaceDescriber,
  encodeAnchor,
  noteId,
  noteReferenceId,
  toAnchorName,
} from '../../../functions/domain/content/anchors.ts';
import { PAGE_IDS } from '../../../functions/domain/site/paths.ts';

describe('the anchor name of a heading', () => {
  it.each([
    ['How it works', 'how-it-works'],
    ["What's next?", 'whats-next'],
    ['日本語の見出し', '日本語の見出し'],
    ['Привет, мир!', 'привет-мир'],
    ['مرحبا بالعالم', 'مرحبا-بالعالم'],
    ['हिन्दी में', 'हिन्दी-में'],
    ['ΟΔΟΣ', 'οδος'],
    ['İstanbul', 'i̇stanbul'],
    ['Größe & Maß', 'größe-maß'],
    ['Cafe\u0301', 'café'],
    ['Straßen\u00adbahn', 'straßenbahn'],
    ['❤\ufe0f Love', 'love'],
    ['1\ufe0f\u20e3 First', '1-first'],
    ['\u200fשלום\u200f', 'שלום'],
    ['𝒳 and 𠮷', '𝒳-and-𠮷'],
    ['__proto__', 'proto'],
    ['!!! 🎉', ''],
  ])('%s → %s', (text, expected) => {
    expect(toAnchorName(text)).toBe(expected.normalize('NFC'));
  });

  it('has letters, digits, marks and single hyphens alone, and is its own name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = toAnchorName(text);
        expect(name).toMatch(/^(?:[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:-(?!$)|$))*$/u);
        expect(toAnchorName(name, Number.POSITIVE_INFINITY)).toBe(name);
      }),
    );
  });

  it('ends after 80 characters of the heading', () => {
    expect(toAnchorName('é'.repeat(300))).toBe('é'.repeat(80));
  });
});

const namesOf = (headings: readonly string[], prefix = 'x-') =>
  allocateAnchors(headings, prefix).map(({ name }) => name);

/** Headings that meet, in any script, and the names that pages, notes and objects have. */
const heading = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    ...['Setup', 'setup', 'Setup 2', 'Setup-2-2', 'fn1', 'fn:1', 'fnref:1-2', 'main', 'x-fn1', 'Title'],
    ...[
      '概要',
      'Größe',
      'Grosse',
      'Größe 2',
      'Deeper',
      '__proto__',
      'constructor',
      '!',
      '🎉',
      'a'.repeat(300),
    ],
  ),
);
const prefix = fc.constantFrom('x-', 'sign-up-', 'go-', 'corrections-', '', '概要-');
const idsOf = (headings: readonly string[], before: string) =>
  allocateAnchors(headings, before).flatMap(({ name, former }) =>
    (former === undefined ? [name] : [name, former]).map((one) => before + one),
  );

describe('the anchors of a text', () => {
  it.each([
    [
      ['Setup 3', 'Setup', 'Setup'],
      ['setup-3', 'setup', 'setup-2'],
    ],
    [
      ['Setup', 'Setup', 'Setup 2'],
      ['setup', 'setup-3', 'setup-2'],
    ],
    [
      ['A', 'A', 'A'],
      ['a', 'a-2', 'a-3'],
    ],
    [
      ['!', '🎉', 'Section'],
      ['section', 'section-2', 'section-3'],
    ],
    [
      ['__proto__', 'constructor'],
      ['proto', 'constructor'],
    ],
  ])('of %j are %j', (headings, expected) => {
    expect(namesOf(headings)).toEqual(expected);
  });

  it.each([
    ['go-', 'Deeper', 'deeper-2'],
    ['sign-', 'Up title', 'up-title-2'],
  ])('never are what the page itself has: %s%s', (before, text, expected) => {
    expect(namesOf([text], before)).toEqual([expected]);
    expect(createAnchorFinder(allocateAnchors([text], before), before)(toAnchorName(text))).toBe(
      before + expected,
    );
  });

  it('are never two alike, nor a note, nor an id of the page', () => {
    fc.assert(
      fc.property(fc.array(heading), prefix, (headings, before) => {
        const ids = idsOf(headings, before);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => PAGE_IDS.has(id) || id.includes(':'))).toEqual([]);
      }),
    );
  });

  it('stay what they are when a heading with another name comes above', () => {
    fc.assert(
      fc.property(fc.array(heading), heading, prefix, (headings, more, before) => {
        const name = toAnchorName(more);
        const own = headings.map((text) => toAnchorName(text) || 'section');
        fc.pre(!own.some((one) => (name || 'section').startsWith(one)));
        expect(namesOf([more, ...headings], before).slice(1)).toEqual(namesOf(headings, before));
      }),
    );
  });

  it('keep the name of the first heading of each name, whatever stands above', () => {
    fc.assert(
      fc.property(fc.array(heading), heading, (above, text) => {
        const name = toAnchorName(text) || 'section';
        fc.pre(!above.some((one) => (toAnchorName(one) || 'section') === name));
        expect(namesOf([...above, text]).at(-1)).toBe(name);
      }),
    );
  });

  it('of thousands of headings alike take no time to speak of', () => {
    expect(namesOf(Array(20_000).fill('A')).at(-1)).toBe('a-20000');
  });
});

describe('a place in a text', () => {
  const find = createAnchorFinder(
    allocateAnchors(['Größe & Maß', '概要', 'X y', 'X x y', 'Setup', 'Setup'], 'x-'),
    'x-',
  );

  it.each([
    ['größe-maß', 'x-größe-maß'],
    ['gro\u0308ße-maß', 'x-größe-maß'],
    ['grosse-mass', 'x-größe-maß'],
    ['x-grosse-mass', 'x-größe-maß'],
    ['%E6%A6%82%E8%A6%81', 'x-概要'],
    ['Setup-2', 'x-setup-2'],
    ['x-y', 'x-x-y'],
    ['x-x-y', 'x-x-x-y'],
    ['y', undefined],
    ['%', undefined],
    ['fn:1', undefined],
  ])('#%s is %s', (place, id) => {
    expect(find(place)).toBe(id);
  });

  it('that is none is said as it was typed, beside the headings there are', () => {
    const anchors = allocateAnchors(['概要', 'How it works'], 'x-');
    const describeMissing = createPlaceDescriber();
    expect(describeMissing('%E6%A6%82', anchors, 'this text')).toEqual({
      message: 'There is no place `#概` in this text.',
      remedy: 'The headings of the text are `#概要`, `#how-it-works`.',
    });
    expect(describeMissing('how-it-work', anchors, 'this text').remedy).toMatch(
      /^Did you mean `#how-it-works`\? The headings/,
    );
  });
});

it('notes have ids that no heading can have, encoded for links as paths are', () => {
  expect([noteId('x-', 1), noteReferenceId('x-', 1, 1), noteReferenceId('x-', 1, 2)]).toEqual([
    'x-fn:1',
    'x-fnref:1',
    'x-fnref:1-2',
  ]);
  expect(encodeAnchor('x-fn:1')).toBe('x-fn:1');
  expect(encodeAnchor('x-概')).toBe('x-%E6%A6%82');
});
