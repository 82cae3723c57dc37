import { expect, it } from 'vitest';
import { fileName, fileSlug, isSlug, toSlug } from '../../../functions/domain/text/slug.ts';

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
  ['größe', false],
  ['a/b', false],
  ['a\n', false],
  ['..', false],
])('%j is a slug: %s', (text, is) => {
  expect(isSlug(text)).toBe(is);
});

it.each([
  ['content/articles/2026-11-20-night-buses.md', 'night-buses', '2026-11-20-night-buses'],
  ['content/articles/world/night-buses.md', 'night-buses', 'night-buses'],
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
