import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADDRESS_FAULTS } from '../../../functions/domain/subscribers/address.ts';
import { readWords } from '../../support/builders/words.ts';

const SECTIONS = /^(page|signup)\./;
const english = readWords('en');
const ours = Object.keys(english).filter((key) => SECTIONS.test(key));
const slots = (word: string) => (word.match(/\{\w+\}/g) ?? []).sort();

describe('the words of pages', () => {
  it('are all used', () => {
    const folder = new URL('../../../functions/pages/', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const domain = readFileSync(new URL('../../../functions/pages/subscribe.ts', import.meta.url), 'utf8');
    const text = [...sources, domain].join('\n');
    // `kind-${…}` and `${key}-text` stand for many: a key counts as used if its beginning or its end is made so.
    const made = [...text.matchAll(/`(?:([a-z-]+-)\$\{[^}]+\}|\$\{[^}]+\}(-[a-z]+))`/g)];
    const used = (key: string) =>
      text.includes(`'${key}'`) ||
      text.includes(`signup.${key}'`) ||
      made.some(([, start, end]) => (start ? key.startsWith(start) : key.endsWith(end!)));
    const unused = ours.filter((key) => !used(key.replace(SECTIONS, '').replace(/\.one$/, '')));
    expect(unused).toEqual([]);
  });

  it('say what is wrong with an address, whatever it is', () => {
    const keys = ADDRESS_FAULTS.map((fault) => `signup.address-${fault}`);
    expect(ours.filter((key) => key.startsWith('signup.address-'))).toEqual(expect.arrayContaining(keys));
    expect(keys.length).toBeGreaterThan(5);
  });

  it('are there in German too, with the same slots', () => {
    const german = readWords('de');
    const all = Object.keys(english);
    expect(Object.keys(german).sort()).toEqual([...all].sort());
    const differing = all.filter((key) => slots(german[key]!).join() !== slots(english[key]!).join());
    expect(differing).toEqual([]);
  });
});
