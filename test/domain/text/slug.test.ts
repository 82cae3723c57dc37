import { expect, it } from 'vitest';
import { fileName, fileSlug, isSlug, toScriptSlug, toSlug } from '../../../functions/domain/text/slug.ts';

it.each([
  ['night-buses', true],
  ['7', true],
  ['2026-11-23', true],
  ['a'.repeat(100), true],
  ['a'.repeat(101), false],
  ['', false],
  ['-buses', false],
  ['buses-', false],
  ['night--buses', false],
  ['Night', false],
  ['größe', true],
  ['gro\u0308\u00dfe', false],
  ['Größe', false],
  ['日本語-の見出し', true],
  ['москва', true],
  ['Москва', false],
  ['القاهرة-12', true],
  ['हिन्दी', true],
  ['ภาษาไทย', true],
  ['٣', true],
  ['日本 語', false],
  ['日本、語', false],
  ['\u0301a', false],
  ['a\u200db', false],
  ['می\u200cشود', false],
  ['\u3164', false],
  ['🚌', false],
  ['½', false],
  ['日'.repeat(101), false],
  ['a/b', false],
  ['a\n', false],
  ['..', false],
])('%j is a slug: %s', (text, is) => {
  expect(isSlug(text)).toBe(is);
});

it.each([
  ['content/articles/2026-11-20-night-buses.md', 'night-buses', '2026-11-20-night-buses'],
  ['content/articles/world/night-buses.md', 'night-buses', 'night-buses'],
  ['articles/2026-11-20-gro\u0308\u00dfe.md', 'größe', '2026-11-20-gro\u0308\u00dfe'],
  ['articles/2026-11-01-日本語.md', '日本語', '2026-11-01-日本語'],
  ['night-buses.MD', 'night-buses', 'night-buses'],
  // Without a name behind it the date is the slug.
  ['articles/2026-11-20.md', '2026-11-20', '2026-11-20'],
  ['articles/2026-11-20-.md', '2026-11-20-', '2026-11-20-'],
  ['articles/2026-11-2-buses.md', '2026-11-2-buses', '2026-11-2-buses'],
  ['articles/1-2026-11-20-buses.md', '1-2026-11-20-buses', '1-2026-11-20-buses'],
])('the file %s has the slug %s and the name %s', (path, slug, name) => {
  expect([fileSlug(path), fileName(path)]).toEqual([slug, name]);
});

it.each([
  ['Night buses run again', 'night-buses-run-again'],
  ['Größe & Maß', 'grosse-mass'],
  ['Ærø, Århus', 'aero-arhus'],
  ["The city's plan", 'the-citys-plan'],
  ['The city’s plan', 'the-citys-plan'],
  ['  -- 3 things! --  ', '3-things'],
  ['ﬁfty', 'fifty'],
  ['新聞', ''],
  ['', ''],
  [`${'a'.repeat(79)} bus`, 'a'.repeat(79)],
  [`${'a'.repeat(81)}`, 'a'.repeat(80)],
])('%j could have the slug %j', (name, slug) => {
  expect(toSlug(name)).toBe(slug);
  expect(slug === '' || isSlug(slug)).toBe(true);
});

it.each([
  ['日本語 の「見出し」', '日本語-の-見出し'],
  ['القاهرة: 12', 'القاهرة-12'],
  ['می\u200cشود', 'میشود'],
  ['ÉTÉ', 'été'],
  ['E\u0301te\u0301', 'été'],
  ['- \u0301a -', 'a'],
  ['!!', ''],
  ['日'.repeat(200), '日'.repeat(60)],
])('%j could have the slug %j in its own script', (name, slug) => {
  expect(toScriptSlug(name)).toBe(slug);
  expect(slug === '' || isSlug(slug)).toBe(true);
});
