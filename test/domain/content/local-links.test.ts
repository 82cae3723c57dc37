import { describe, expect, it } from 'vitest';
import {
  createIdClaims,
  dropLocalLinks,
  leadMissingLinks,
  markFeedNotes,
} from '../../../functions/domain/content/local-links.ts';

const NOTED =
  '<p>a<sup class="footnote-ref"><a href="#x-fn:1" id="x-fnref:1">[1]</a></sup> <a href="#x-%E6%A6%82">b</a></p>' +
  '<h2 id="x-概"><span id="x-old"></span>概</h2>' +
  '<section class="footnotes"><hr class="footnotes-sep" /><ol><li id="x-fn:1"><p>N. <a href="#x-fnref:1" class="footnote-backref">↩︎</a></p></li></ol></section>';

describe('a link within a text', () => {
  it.each([
    ['<a href="#x-a">w</a><p id="x-a"></p>', '<a href="#x-a">w</a><p id="x-a"></p>'],
    ['<a href="#x-a" title="t">w <em>v</em></a>', '<a href="/p#x-a" title="t">w <em>v</em></a>'],
    ['<a href="https://a.example/#x-a">w</a>', '<a href="https://a.example/#x-a">w</a>'],
    ['<p>href=&quot;#x-a&quot;</p>', '<p>href=&quot;#x-a&quot;</p>'],
  ])('leads to the page that holds what the text lacks: %s', (html, expected) => {
    expect(leadMissingLinks(html, '/p')).toBe(expected);
  });

  it('is its words alone where no page holds what the text lacks', () => {
    expect(leadMissingLinks('<p><a href="#x-a">w <em>v</em></a></p>', undefined)).toBe('<p>w <em>v</em></p>');
  });

  it('leads a letter to the page, and notes have their numbers alone', () => {
    expect(dropLocalLinks(NOTED, 'https://p.example/a')).toBe(
      '<p>a<sup class="footnote-ref">[1]</sup> <a href="https://p.example/a#x-%E6%A6%82">b</a></p><h2>概</h2>' +
        '<section class="footnotes"><hr class="footnotes-sep" /><ol><li><p>N.</p></li></ol></section>',
    );
  });

  it('keeps the footnotes of a feed as NetNewsWire knows them, and no other id or class', () => {
    expect(markFeedNotes(NOTED)).toBe(
      '<p>a<sup><a href="#x-fn:1" class="footnote" id="x-fnref:1">[1]</a></sup> <a href="#x-%E6%A6%82">b</a></p><h2>概</h2>' +
        '<section class="footnotes"><hr /><ol><li id="x-fn:1"><p>N. <a href="#x-fnref:1" class="reversefootnote">↩︎</a></p></li></ol></section>',
    );
  });
});

describe('texts on one page', () => {
  it('have ids of their own, and links to them', () => {
    const claim = createIdClaims(['main']);
    expect(claim(NOTED)).toBe(NOTED);
    const again = claim(NOTED);
    expect(again).toContain('<li id="x-fn:1.2">');
    expect(again).toContain('<a href="#x-fn:1.2" id="x-fnref:1.2">');
    expect(again).toContain('<a href="#x-%E6%A6%82.2">');
    expect(claim(NOTED)).toContain('id="x-概.3"');
  });

  it('take no id of the page', () => {
    expect(createIdClaims(['main'])('<h2 id="main"><a href="#else">x</a></h2>')).toBe(
      '<h2 id="main.2"><a href="#else">x</a></h2>',
    );
  });
});
