import { expect, it } from 'vitest';
import { axiomKey, defaultAxioms, whyAxiom } from '../../../functions/domain/publication/axioms.ts';

it.each([
  ['Why it matters', 'why it matters'],
  ['Why it matters:', 'why it matters'],
  ['WHY IT  MATTERS :', 'why it matters'],
  ['Warum das wichtig ist：', 'warum das wichtig ist'],
  ['What’s next', "what's next"],
  ["What's next", "what's next"],
  ['Why: it matters', 'why: it matters'],
  [' ', ''],
])('%j is recognised as %j', (text, key) => {
  expect(axiomKey(text)).toBe(key);
});

it.each([
  ['en', 'Why it matters'],
  ['en-GB', 'Why it matters'],
  ['DE', 'Warum das wichtig ist'],
  ['de-AT', 'Warum das wichtig ist'],
  // Where we have no list, the English one.
  ['fr', 'Why it matters'],
  ['deutsch', 'Why it matters'],
])('a publication in %s begins its axioms with %j', (language, first) => {
  expect(defaultAxioms(language)[0]).toBe(first);
});

it.each([
  ['the known one', ['Go deeper', 'Why it matters'], ['Why it matters']],
  [
    'each that is known',
    ['Warum das wichtig ist', 'Warum es wichtig ist'],
    ['Warum das wichtig ist', 'Warum es wichtig ist'],
  ],
  ['the first of a list of its own', ['The point', 'Go deeper'], ['The point']],
  ['none of an empty list', [], []],
])('the axiom that says why is %s: %j %j', (_, axioms, why) => {
  expect(whyAxiom(axioms)).toEqual(why);
});
