import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripForbidden } from '../../functions/domain/text/escape.ts';
import { everyPage, pageContext } from '../support/builders/every-page.ts';
import { descendants, readHtml } from '../support/probes/read-html.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover='x]]>&amp;{{}}$& \u202e\u2028 --></title></textarea>`;
const pages = Object.entries(everyPage(HOSTILE));

describe.each(pages)('the page %s, made of hostile text,', (_, page) => {
  const elements = descendants(readHtml(page));

  it('runs no script and carries no inline style', () => {
    const scripts = elements.filter((e) => e.name === 'script');
    const kinds = scripts.map(({ attributes }) => attributes.type ?? attributes.src!);
    const known = ['application/ld+json', '/assets/preview.js', '/assets/proof.js', '/assets/search.1.js'];
    expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
    expect(elements.filter((e) => e.name === 'style')).toEqual([]);
    const names = elements.flatMap((e) => Object.keys(e.attributes));
    expect(names.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([]);
  });

  it('has one main heading, and headings that never skip a level', () => {
    const levels = elements.flatMap((e) => (/^h[1-6]$/.test(e.name) ? [Number(e.name[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, i) => i === 0 || level <= levels[i - 1]! + 1)).toBe(true);
  });

  it('names every field and gives every id once', () => {
    const ids = elements.flatMap((e) => e.attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const fields = elements.filter(
      (e) => ['input', 'select', 'textarea'].includes(e.name) && e.attributes.type !== 'hidden',
    );
    const labels = elements.filter((e) => e.name === 'label');
    const unnamed = fields.filter(
      (f) => !labels.some((l) => l.attributes.for === f.attributes.id || descendants(l).includes(f)),
    );
    expect(unnamed).toEqual([]);
  });

  it('loads nothing from elsewhere, and posts nowhere else', () => {
    const urls = elements.flatMap(({ attributes: a, name }) =>
      [a.src, a.srcset, name === 'form' ? a.action : undefined].flatMap((url) => url ?? []),
    );
    expect(urls.filter((url) => !url.startsWith('/') || url.startsWith('//'))).toEqual([]);
  });
});

describe('any page', () => {
  it('says every word of ours in full', () => {
    for (const [name, page] of Object.entries(everyPage('Plain')))
      expect([name, page.match(/\b(page|signup)\.[a-z0-9-]+|\{[a-z]+\}/g)]).toEqual([name, null]);
  });

  it('is well-formed whatever the texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        for (const page of Object.values(everyPage(stripForbidden(text)))) readHtml(page);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same bytes a week later, unless it is a form about time', () => {
    const later = everyPage('Plain', { now: Date.parse('2026-11-30T12:00:00Z') });
    const now = everyPage('Plain');
    const moved = Object.keys(now).filter((name) => now[name] !== later[name]);
    expect(moved).toEqual(['preview', 'paused']);
  });

  it('is written from right to left in a language that is', () => {
    const publication = { ...pageContext().publication, language: 'ar-EG' };
    const html = readHtml(everyPage('نص', { publication }).article!);
    expect(html.attributes).toEqual({ lang: 'ar-EG', dir: 'rtl' });
  });
});
