import { expect, it } from 'vitest';
import { type Filling, fillTemplate } from '../../../functions/domain/letters/fill-template.ts';
import type { TemplatePiece } from '../../../functions/domain/letters/template.ts';

const both = (...pieces: TemplatePiece[]) => ({ html: pieces, text: pieces });
const mail = {
  styles: {},
  templates: {
    letter: both('[', { mark: 'title' }, { block: 'items' }, ']'),
    'letter.items.story': both('(', { mark: 'title' }, { mark: 'name' }, ')'),
    'letter.items.rule': both('-'),
    said: both({ mark: 'letter.hello' }),
    strange: both({ mark: 'stranger' }),
  },
};
const words = { 'letter.hello': 'Hello {title}' };
const fillIn = (name: string, filling: Filling, part: 'html' | 'text' = 'html') =>
  fillTemplate({ mail, words, marks: { title: 'A & B' } }, name, filling, part);

it.each<[string, string, Filling, 'html' | 'text', unknown]>([
  ['a mark is escaped in HTML', 'letter', {}, 'html', ['[A &amp; B]']],
  ['a mark is not escaped in text', 'letter', {}, 'text', ['[A & B]']],
  ['a mark of its own wins', 'letter', { marks: { title: 'C' } }, 'html', ['[C]']],
  [
    'a mark that is ready is printed as it is',
    'letter',
    { marks: { title: { html: '<b>', text: 'b' } } },
    'html',
    ['[<b>]'],
  ],
  [
    'what differs from message to message stays a slot',
    'letter',
    { blocks: { items: [{ as: 'story' }] } },
    'html',
    ['[A &amp; B(A &amp; B', { slot: 'name' }, ')]'],
  ],
  ['a block left out leaves nothing', 'letter', { blocks: { items: [] } }, 'html', ['[A &amp; B]']],
  [
    'a block that topics may hide stays apart',
    'letter',
    { blocks: { items: [{ as: 'rule', block: 3 }, { as: 'rule' }] } },
    'html',
    ['[A &amp; B', { block: 3, pieces: ['-'] }, '-]'],
  ],
  ['words of the system take marks', 'said', {}, 'html', ['Hello A &amp; B']],
  ['words of the system in text', 'said', {}, 'text', ['Hello A & B']],
])('%s', (_, name, filling, part, pieces) => {
  expect(fillIn(name, filling, part)).toEqual(pieces);
});

it.each([
  [
    'a block that is not there',
    'letter',
    { blocks: { items: [{ as: 'film' }] } },
    /no block letter.items.film/,
  ],
  ['a mark that nobody gave', 'strange', {}, /Nothing was given for {{stranger}}/],
])('%s is our own fault', (_, name, filling, message) => {
  expect(() => fillIn(name, filling)).toThrow(message);
});
