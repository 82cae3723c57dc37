import { describe, expect, it } from 'vitest';
import { splitIntoPacks } from '../../../functions/domain/release/article-packs.ts';

const cut = (names: readonly string[]): string[] =>
  splitIntoPacks(names.map((path) => ({ path }))).map((pack) => pack.map(({ path }) => path).join());

describe('packs', () => {
  const names = Array.from({ length: 2000 }, (_, i) => `content/articles/story-${i}.md`);

  it('hold about 32 articles, and never more than 128', () => {
    const sizes = cut(names).map((pack) => pack.split(',').length);
    expect(sizes.length).toBeGreaterThan(40);
    expect(sizes.length).toBeLessThan(90);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(128);
    expect(cut(names).join()).toBe(names.join());
  });

  it('stay as they are, but for one or two, when an article is added or removed', () => {
    const before = new Set(cut(names));
    for (const changed of [names.toSpliced(777, 1), names.toSpliced(777, 0, 'content/articles/new.md')]) {
      expect(cut(changed).filter((pack) => !before.has(pack)).length).toBeLessThanOrEqual(2);
    }
  });
});
