import { describe, expect, it } from 'vitest';
import { resolveBelow } from '../../../functions/domain/source/content-path.ts';

describe('a path of the content', () => {
  it.each([
    ['files/plan.pdf', 'files/plan.pdf'],
    ['/files/plan.pdf', 'files/plan.pdf'],
    ['../files/plan.pdf', 'files/plan.pdf'],
    ['./plan.pdf', 'articles/plan.pdf'],
    ['files/../files//a.pdf', 'files/a.pdf'],
    ['../../publication.yaml', undefined],
    ['files/../../secret', undefined],
    ['files\\plan.pdf', undefined],
    ['files/a\0.pdf', undefined],
  ])('%j is %j', (written, path) => {
    expect(resolveBelow(written, 'content/articles/a.md')).toBe(path);
  });
});
