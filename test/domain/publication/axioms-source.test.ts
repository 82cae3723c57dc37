import { describe, expect, it } from 'vitest';
import { parseAxioms } from '../../../functions/domain/publication/axioms-source.ts';
import { brief, yaml } from '../../support/builders/content.ts';

const parse = (text: string) => {
  const parsed = yaml.parse(text);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parseAxioms(parsed.node, 'templates/words/fr.yaml');
};
const WORDS = 'page:\n  by: De\n';

describe('the axioms of a words file', () => {
  it('are two lists below the words', () => {
    const { axioms, problems } = parse(`${WORDS}axioms:\n  why:\n    - Pourquoi\n  others: ['Oui, mais']\n`);
    expect(problems).toEqual([]);
    expect(axioms).toEqual({ why: ['Pourquoi'], others: ['Oui, mais'] });
  });

  it('may be missing', () => {
    expect(parse(WORDS)).toEqual({ axioms: undefined, problems: [] });
    expect(parse('')).toEqual({ axioms: undefined, problems: [] });
  });

  it.each([
    ['axioms: [Pourquoi]', ['3 error: `axioms` is a list. Write its keys below it: `why`, `others`.']],
    [
      'axioms:\n  why: [Pourquoi]',
      ['4 error: `axioms.others` is missing. Add `others:` and below it `- ` before each lead-in.'],
    ],
    [
      'axioms:\n  why: [Pourquoi]\n  other: [Zoom]\n  others: [Zoom]',
      ['5 error: `other` is not a known key. Did you mean `others`?'],
    ],
    [
      'axioms:\n  why: [Pourquoi]\n  others:\n    - Zoom\n    - Oui: mais',
      ['7 error: `others` holds a map. Put texts that hold a colon or a bracket in quotes.'],
    ],
    [
      'axioms:\n  why: [Pourquoi]\n  others: [Zoom]\naxioms:',
      ['6 error: `axioms` is written twice. Keep one; the other is on line 3.'],
    ],
  ])('are refused, with the line: %j', (text, problems) => {
    expect(brief(parse(WORDS + text).problems)).toEqual(problems);
  });
});
