import { describe, expect, it } from 'vitest';
import { type Difference, differencesOf, samplesOf, textOf } from '../../.ci/preview-difference.ts';
import { commentOf, escapeName, fenceText, pageOf } from '../../.ci/preview-report.ts';
import { asReaders } from '../../.ci/preview-side.ts';

const side = (pages: Record<string, string>, letters: Record<string, string> = {}) => ({
  pages: new Map(Object.entries(pages)),
  letters: new Map(Object.entries(letters)),
});
const named = (found: readonly Difference[]) => found.map(({ kind, name }) => `${kind} ${name}`);
const aDifference = (changes: Partial<Difference> = {}): Difference => ({
  ...{ kind: 'article', name: '/articles/a', before: 'a', after: 'b', diff: '-a\n+b' },
  ...changes,
});

describe('what a pull request changes', () => {
  it('is what differs, is new or gone; articles come first, then letters', () => {
    const before = side({ '/': 'one', '/articles/a': 'a', '/articles/gone': 'x' }, { brief: 'l' });
    const after = side({ '/': 'two', '/articles/a': 'b', '/articles/new': 'y' }, { brief: 'm' });
    expect(named(differencesOf(before, after)).toSorted()).toEqual(
      [
        'article /articles/a',
        'article /articles/gone',
        'article /articles/new',
        'letter brief',
        'page /',
      ].toSorted(),
    );
    expect(named(differencesOf(before, after)).slice(-2)).toEqual(['letter brief', 'page /']);
    expect(differencesOf(before, before)).toEqual([]);
  });

  it('is no style of another hash, and no list of problems above a page', () => {
    const styled = (hash: string) => side({ '/': `<link href="/assets/style.${hash}.css">` });
    expect(differencesOf(styled('0123456789ab'), styled('ba9876543210'))).toEqual([]);
    expect(asReaders('<aside class="preview" aria-label="x"><p>1 problem</p></aside><main>a</main>')).toBe(
      '<main>a</main>',
    );
  });

  it('is shown by a page of each sort where only the look differs, in style or logo', () => {
    const all = (asset: string) => {
      const page = `<img src="/assets/${asset}">`;
      return side({
        '/': page,
        '/archive': page,
        '/articles/a': page,
        '/articles/b': page,
        '/topics/x': page,
      });
    };
    const [before, after] = [all('logo.0123456789ab.svg'), all('logo.ba9876543210.svg')];
    expect(named(samplesOf(before, after, []))).toEqual(['page /', 'page /archive', 'article /articles/a']);
    expect(named(samplesOf(before, after, [aDifference()]))).toEqual(['page /', 'page /archive']);
    expect(samplesOf(before, before, [])).toEqual([]);
    expect(named(samplesOf(side({}), after, []))).toEqual([]);
  });

  it('is told in lines of text, with pictures and where links lead', () => {
    const html = '<h1>A <b>big</b> thing</h1><p>See <a href="/x">this</a>.</p><img src="/p.jpg" alt="A cat">';
    expect(textOf(html)).toBe('A big thing\nSee this </x>.\n[picture /p.jpg: A cat]');
    const [one] = differencesOf(
      side({ '/': '<p>same</p><p>old</p>' }),
      side({ '/': '<p>same</p><p>new</p>' }),
    );
    expect(one!.diff).toBe('@@\n same\n-old\n+new');
  });

  it('tells of a link that leads elsewhere under the same words, and of characters that do not show', () => {
    const link = (to: string) => side({ '/': `<a href="${to}">Sign up</a>` });
    expect(differencesOf(link('/a'), link('https://evil.example'))[0]!.diff).toContain(
      '<https://evil.example>',
    );
    expect(textOf('<p>a\u202eb\u2066c\u0007d</p>')).toBe('a\ufffdb\ufffdc\ufffdd');
  });
});

describe('the comment', () => {
  it.each([
    ['/a`b', '/a?b'],
    ['/a\n::error::x', '/a???error??x'],
    ['/[x](https://evil.example)', '/?x??https?//evil.example?'],
    ['/@everyone', '/?everyone'],
    ['/<img src=x>', '/?img?src?x?'],
    ['/artikel/%C3%BCber', '/artikel/%C3%BCber'],
  ])('writes a name that means nothing to Markdown or a runner: %j', (name, written) => {
    expect(escapeName(name)).toBe(written);
  });

  it('holds text in a fence that the text cannot close', () => {
    for (const text of ['```\n@everyone', '+`````\n# big', '~~~', '</details><img src=x>']) {
      const [first, ...rest] = fenceText(text).split('\n');
      const fence = /^`+/.exec(first!)![0];
      expect(rest.at(-1)).toBe(fence);
      expect(rest.slice(0, -1).some((line) => line.includes(fence))).toBe(false);
    }
  });

  it('is bounded, however much differs', () => {
    const diff = Array.from({ length: 500 }, () => `+${'x'.repeat(5000)}`).join('\n');
    const many = Array.from({ length: 800 }, (_, i) => aDifference({ name: `/articles/${i}`, diff }));
    const comment = commentOf(many, true);
    expect(comment.length).toBeLessThan(32_000);
    expect(comment).toContain('800 articles');
    expect(comment).toContain('and 760 more');
    expect(comment).toContain('The other differences are in the artifact.');
  });

  it('says so where nothing differs, and where the look does', () => {
    expect(commentOf([], false)).toBe('No page and no letter says anything else.\n');
    expect(commentOf([], true)).toMatch(/^The style or a logo differs/);
  });
});

describe('the page with all of it', () => {
  it('runs and loads nothing of what it shows', () => {
    const diff = '+<script>alert(1)</script>\n-<img src=https://evil.example onerror=x>';
    const page = pageOf([], [aDifference({ name: '/"><script>', diff })], '/');
    expect(page).toContain("default-src 'none'; img-src data:");
    expect(page).not.toMatch(/<script|<img|evil\.example onerror=x>/);
    expect(page).toContain('<ins>+&#60;script&#62;');
  });
});
