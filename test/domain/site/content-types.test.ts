import { describe, expect, it } from 'vitest';
import { contentTypeOf } from '../../../functions/domain/site/content-types.ts';

describe('the content type of a file', () => {
  it.each([
    ['assets/10-base.css', 'text/css; charset=utf-8'],
    ['assets/serif.woff2', 'font/woff2'],
    ['humans.txt', 'text/plain; charset=utf-8'],
    ['data.json', 'application/json'],
    ['media/a.b.avif', 'image/avif'],
  ])('is that of its ending, with folders or without: %s', (name, type) => {
    expect(contentTypeOf(name)).toBe(type);
  });

  it.each(['objects/0123abcd', 'page.html', 'x.constructor', 'css'])('is none for %s', (name) => {
    expect(contentTypeOf(name)).toBeUndefined();
  });
});
