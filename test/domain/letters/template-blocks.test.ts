import { expect, it } from 'vitest';
import { MAIL_BLOCKS, marksOf } from '../../../functions/domain/letters/template-blocks.ts';

it.each([
  ['letter', 'subject', true],
  ['letter', 'unsubscribe', true],
  ['letter.items.story', 'title', true],
  ['letter.items.story.figure', 'src', true],
  // Inside of it are the marks of the blocks around it.
  ['letter.items.story.figure.caption', 'src', true],
  ['letter.items.story.figure.caption', 'subject', true],
  ['letter.items.story', 'src', false],
  ['letter.items.headline', 'body', false],
])('the block %s may use the mark %s: %s', (block, mark, may) => {
  expect(marksOf(block).includes(mark)).toBe(may);
});

it('each block lies inside one that there is', () => {
  const inner = Object.keys(MAIL_BLOCKS).filter((block) => block.includes('.'));
  const outer = inner.map((block) => block.slice(0, block.lastIndexOf('.')));
  expect(outer.filter((block) => !Object.hasOwn(MAIL_BLOCKS, block))).toEqual([]);
});
