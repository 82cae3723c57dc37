import { describe, expect, it } from 'vitest';
import {
  axiomKey,
  findNearAxiom,
  listAxioms,
  listWhyAxioms,
} from '../../../functions/domain/publication/axioms.ts';
import { readLanguageAxioms } from '../../support/builders/words.ts';

const ours = readLanguageAxioms();
const AXIOMS = {
  en: { why: ['Why it matters'], others: ['Zoom in'] },
  fr: { why: ['Pourquoi'], others: ['En détail'] },
  'fr-CA': { why: ['Pourquoi donc'], others: [] },
};

describe('the axioms of a publication', () => {
  it.each([
    ['fr', ['Pourquoi', 'En détail']],
    ['fr-BE', ['Pourquoi', 'En détail']],
    ['fr-CA', ['Pourquoi donc']],
    ['nl', ['Why it matters', 'Zoom in']],
    ['french', ['Why it matters', 'Zoom in']],
    ['constructor', ['Why it matters', 'Zoom in']],
  ])('are in %s %j', (language, axioms) => {
    expect(listAxioms([], language, AXIOMS)).toEqual(axioms);
  });

  it('are its own first, and none twice', () => {
    expect(listAxioms([{ text: 'Our view' }, { text: 'Zoom in' }], 'en', AXIOMS)).toEqual([
      'Our view',
      'Zoom in',
      'Why it matters',
    ]);
  });

  it('are its own alone in a language that has no words', () => {
    expect(listAxioms([{ text: 'لماذا يهم' }], 'ar', AXIOMS)).toEqual(['لماذا يهم']);
    expect(listAxioms([{ text: 'Our view' }], 'en-GB', AXIOMS)).toContain('Why it matters');
  });

  it('say why in any language; where none is known for that, the first does', () => {
    expect(listWhyAxioms(['Our view', 'POURQUOI:', 'Why it matters'], AXIOMS)).toEqual([
      'POURQUOI:',
      'Why it matters',
    ]);
    expect(listWhyAxioms(['Our view', 'Zoom in'], AXIOMS)).toEqual(['Our view']);
    expect(listWhyAxioms([], AXIOMS)).toEqual([]);
  });

  it('are those of their words in English and German, the reasons first', () => {
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(['de', 'en']));
    expect(listAxioms([], 'en', ours).slice(0, 2)).toEqual(['Why it matters', 'The big picture']);
    expect(listAxioms([], 'de-AT', ours).slice(0, 3)).toEqual([
      'Warum das wichtig ist',
      'Warum es wichtig ist',
      'Das große Bild',
    ]);
    expect(listAxioms([], 'en', ours)).toHaveLength(38);
    expect(listAxioms([], 'de', ours)).toHaveLength(30);
  });
});

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

describe('a lead-in that is no axiom', () => {
  const all = [ours.en!, ours.de!].flatMap(({ why, others }) => [...why, ...others]);

  it.each([
    ['Why this matters', 'Why it matters'],
    ['Why it maters:', 'Why it matters'],
    ['By numbers', 'By the numbers'],
    ['What we do know', 'What we know'],
    ['Whats next', "What's next"],
    ['Warum dies wichtig ist', 'Warum das wichtig ist'],
    ['Zwischen Zeilen', 'Zwischen den Zeilen'],
    ['So funktioniert das', 'So funktioniert es'],
    ['What matters', undefined],
    ['Zoom', undefined],
    ['Note', undefined],
    ['Monday', undefined],
    ['What changes', undefined],
    ['The vote', undefined],
    ['Detail', 'Details'],
    ['In London', undefined],
    ['The other view', undefined],
    ['Was wir brauchen', undefined],
    ['The big question', undefined],
  ])('%s is nearly %s', (lead, axiom) => {
    expect(findNearAxiom(lead, all)).toBe(axiom);
  });
});
