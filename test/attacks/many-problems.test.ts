import { describe, expect, it } from 'vitest';
import { article, brief, markdown, PUBLICATION, readFiles } from '../support/builders/content.ts';

describe('what is said of a text', () => {
  it.each<[string, string]>([
    ['links that go nowhere', article('', '[x](javascript:a) '.repeat(20_000))],
    ['tags', article('', '<b> x\n'.repeat(20_000))],
    ['stray asterisks', article('', '** x\n'.repeat(20_000))],
    ['placeholders', article('', 'TK\n'.repeat(20_000))],
    ['keys that are not known', article(Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'))],
    ['keys that are written twice', article('draft: true\n'.repeat(20_000).trimEnd())],
  ])('is a thousand problems at most: %s', async (_, text) => {
    const { problems } = await readFiles({
      'content/publication.yaml': PUBLICATION,
      'content/articles/a.md': text,
    });
    expect(problems.length).toBeGreaterThan(1000);
    expect(problems.length).toBeLessThan(1010);
    expect(brief(problems)).toContainEqual(
      expect.stringMatching(/^\d+ (error|warning): There are more problems than these\. Mend these first\.$/),
    );
  });

  it('is an error if one that is not said is', () => {
    const body = `${'** x\n'.repeat(3000)}\n[x](javascript:a)\n`;
    const options = { file: 'content/articles/a.md', line: 1, axioms: [], idPrefix: '' };
    const { problems } = markdown.render(body, options);
    expect(problems.at(-1)).toMatchObject({ level: 'error', message: 'There are more problems than these.' });
    expect(problems.slice(0, -1).every(({ level }) => level === 'warning')).toBe(true);
  });
});
