import { describe, expect, it } from 'vitest';
import { errorPage, gonePage } from '../../functions/pages/error.ts';
import { pageContext } from '../support/builders/every-page.ts';

const heading = (page: string) => /<h1>([^<]*)<\/h1>/.exec(page)?.[1];

describe('what is gone', () => {
  it('is a story at a story’s address, and a link behind a link', () => {
    expect(heading(gonePage(pageContext(), { note: '' }))).toBe('This story was withdrawn');
    expect(heading(errorPage(pageContext(), { status: 410, code: 'gone' }))).toBe(
      'Nothing is behind this link any more',
    );
  });
});
