import { expect, it } from 'vitest';
import { createPostings, FIRST_ARTICLE, FIRST_WEIGHT } from '../../../functions/domain/search/postings.ts';

const place = (article: number) => String.fromCharCode(FIRST_ARTICLE + article);
const weight = (bits: number) => String.fromCharCode(FIRST_WEIGHT + bits);

it('postings say which article has a word, how often up to eight, and in which fields', () => {
  const postings = createPostings();
  expect(postings.add(0, 16, 'Low tide')).toBe(2);
  expect(postings.add(0, 0, 'the tide')).toBe(2);
  expect(postings.add(127, 0, `tide ${'low '.repeat(20)}`)).toBe(21);
  expect(Object.fromEntries(postings.end())).toEqual({
    low: `${weight(16)}${place(0)}${weight(7)}${place(127)}`,
    tide: `${weight(17)}${place(0)}${place(127)}`,
    the: place(0),
  });
});

it('postings of one pack know nothing of the pack before', () => {
  createPostings().add(0, 0, 'ebb flood');
  const next = createPostings();
  next.add(0, 0, 'flood');
  expect([...next.end()]).toEqual([['flood', place(0)]]);
});
