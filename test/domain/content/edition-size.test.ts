import { describe, expect, it } from 'vitest';
import { checkSponsorSize, createSizeBudget } from '../../../functions/domain/content/edition-size.ts';
import type { Rendered } from '../../../functions/domain/content/markdown.ts';
import { MAX_FRAGMENT, MAX_SPONSOR, PICTURE_SIZE } from '../../../functions/domain/source/text-limits.ts';

const rendered = (html: number, about: Partial<Rendered> = {}): Rendered => ({
  fragment: { html: 'x'.repeat(html), text: '', folded: false },
  ...{ figures: [], words: 1, lede: '', links: [], axiomsAt: [], problems: [] },
  ...{ anchors: [], headingsAbove: 0 },
  ...about,
});
const figure = { src: 'images/bus.jpg', alt: '', caption: '', credit: '', line: 1 };
const passage = (line: number) => ({ body: 'x', line });

describe("an edition's own texts", () => {
  it.each([
    ['as much as there is room', [MAX_FRAGMENT], [true], []],
    ['one character more', [MAX_FRAGMENT + 1], [false], [1]],
    ['two that fill it', [MAX_FRAGMENT - 5, 5], [true, true], []],
    ['two that are too much, and a third', [MAX_FRAGMENT, 1, 0], [true, false, false], [2]],
    ['none', [], [], []],
  ])('of %s (%j): filled in %j, told of at %j', (_, sizes, filled, lines) => {
    const room = createSizeBudget('content/editions/a.md');
    const kept = sizes.map((size, i) => room.fill(passage(i + 1), () => rendered(size)) !== undefined);
    expect([kept, room.problems.map(({ line }) => line)]).toEqual([filled, lines]);
  });

  it('are rendered no more once there is no room, and not where there is none', () => {
    const room = createSizeBudget('content/editions/a.md');
    room.fill(passage(1), () => rendered(MAX_FRAGMENT + 1));
    const render = () => {
      throw new Error('rendered');
    };
    expect([room.fill(passage(2), render), room.fill(undefined, render)]).toEqual([undefined, undefined]);
  });
});

describe("a sponsor's text", () => {
  it.each([
    ['as long as it may be', rendered(MAX_SPONSOR), 0],
    ['one character longer', rendered(MAX_SPONSOR + 1), 1],
    [
      'that long as mail alone',
      rendered(0, { fragment: { html: '', text: 'x'.repeat(MAX_SPONSOR + 1), folded: false } }),
      1,
    ],
    ['of pictures', rendered(0, { figures: Array(MAX_SPONSOR / PICTURE_SIZE).fill(figure) }), 0],
    ['of pictures with a word', rendered(1, { figures: Array(MAX_SPONSOR / PICTURE_SIZE).fill(figure) }), 1],
    [
      'with errors, of which its size may come',
      rendered(MAX_SPONSOR + 1, {
        problems: [{ file: '', line: 1, level: 'error', message: '', remedy: '' }],
      }),
      0,
    ],
  ])('%s is measured', (_, text, faults) => {
    expect(checkSponsorSize('content/sponsors/a.md', 4, text)).toHaveLength(faults);
  });
});
