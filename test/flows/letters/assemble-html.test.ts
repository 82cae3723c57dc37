import { describe, expect, it } from 'vitest';
import { BASE_MARK, pictureMark } from '../../../functions/domain/content/fragment.ts';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { MAX_HTML_BYTES } from '../../../functions/flows/letters/assemble-letter.ts';
import {
  anEdition,
  article,
  entries,
  everything,
  extra,
  html,
  view,
} from '../../support/builders/an-edition.ts';
import { letterView } from '../../support/builders/letter-view.ts';
import { aRecipient } from '../../support/builders/letters.ts';
import { aFragment, aPicture, aPublication } from '../../support/builders/small-publication.ts';

describe('the HTML of an edition', () => {
  it('escapes what people wrote, and escapes it once', async () => {
    const { letter } = await assembleEdition(await view(), everything, extra);
    expect(html(letter)).toContain('Rails &lt;b&gt;bend&lt;/b&gt;</a>');
    expect(html(letter)).toContain('<title>The harbour opens &amp; the ferries sail</title>');
    expect(html(letter)).toContain('A message from Dial &amp; Hand');
  });

  it('has an alt on every image, at its size, from its own origin', async () => {
    const pictured = aFragment(`<p>See</p>${pictureMark(0)}<p><a href="${BASE_MARK}/feeds">feeds</a></p>`, {
      pictures: [aPicture({ alt: '', caption: '' })],
    });
    const withPictures = await letterView({ entries: entries.slice(0, 1), fragments: { harbour: pictured } });
    const { letter } = await assembleEdition(withPictures, anEdition([article('harbour')]), extra);
    const images = html(letter).match(/<img[^>]*>/g)!;
    expect(images).toHaveLength(2);
    for (const image of images) {
      expect(image).toMatch(/ alt="/);
      expect(image).toContain(
        ' src="https://paper.example/media/harbour-0a1b-1200.jpg" width="536" height="302"',
      );
    }
    expect(html(letter)).toContain('href="https://paper.example/feeds"');
  });

  it('asks nobody else for anything', async () => {
    const { letter } = await assembleEdition(await view(), everything, extra);
    const loaded = [...html(letter).matchAll(/(?:src|background)="([^"]*)"|url\(([^)]*)\)/g)].map(
      (m) => m[1] ?? m[2],
    );
    expect(loaded.every((url) => url!.startsWith('https://paper.example/'))).toBe(true);
    expect(loaded.length).toBeGreaterThan(0);
  });

  it('tells clients its language, direction, title and colour schemes, and readers how to leave', async () => {
    const { letter } = await assembleEdition(await view(), everything, extra);
    expect(html(letter)).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr"/);
    expect(html(letter)).toContain('role="article" lang="en" dir="ltr"');
    expect(html(letter)).toContain(`href="${aRecipient().unsubscribe}"`);
    expect(html(letter)).toContain('href="https://paper.example/editions/2026-11-23-brief"');
    expect(html(letter)).toContain('1 Test Lane');
    expect(html(letter)).toContain(`<strong style="font-weight:700" class="axiom">`);
    expect(html(letter)).not.toMatch(/\{\{|<!-- \/?block|\u0001/);
  });

  it('turns round where the script does', async () => {
    const publication = aPublication({ language: 'ar', accent: '#8c1c3a' });
    const turned = await letterView({
      entries,
      publication,
      fragments: { harbour: aFragment('<p>left right</p>') },
    });
    const { letter } = await assembleEdition(turned, anEdition([article('harbour')]), extra);
    expect(html(letter)).toContain('<html lang="ar" dir="rtl"');
    expect(html(letter)).toContain('<p>left right</p>');
    expect(html(letter)).not.toMatch(/text-align:left|align="left"|direction:ltr|→|&rarr;/);
    expect(html(letter)).toContain('class="prose" dir="rtl"');
    expect(html(letter)).not.toMatch(/<(td|table)(?![^>]* dir="rtl")[^>]* role="presentation"/);
  });

  it('weighs itself and names the heaviest', async () => {
    const heavy = await letterView({
      entries,
      fragments: { harbour: aFragment('<p>x</p>'), rail: aFragment(`<p>${'y'.repeat(100_000)}</p>`) },
    });
    const assembly = await assembleEdition(heavy, anEdition([article('harbour'), article('rail')]), extra);
    expect(assembly.htmlBytes).toBeGreaterThan(MAX_HTML_BYTES);
    expect(assembly.heaviest.map((h) => h.article)).toEqual(['rail', 'harbour']);
    expect(assembly.heaviest[0]!.bytes).toBeGreaterThan(100_000);
    expect((await assembleEdition(await view(), everything, extra)).htmlBytes).toBeLessThan(
      MAX_HTML_BYTES / 2,
    );
  });
});
