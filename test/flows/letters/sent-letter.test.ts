import { describe, expect, it } from 'vitest';
import { fingerprintItem, isAsSent } from '../../../functions/flows/letters/sent-letter.ts';
import { folded } from '../../support/builders/an-edition.ts';
import { anEntry } from '../../support/builders/small-publication.ts';

const noted = { ...folded, briefNotes: { html: '<p>N.</p>', text: '[1] N.' } };
const entry = anEntry();

describe('a letter said the same of an article', () => {
  it('if its brief has the same words and notes', () => {
    const said = fingerprintItem(entry, noted, 'brief');
    expect(isAsSent(said, entry, noted, 'brief')).toBe(true);
    expect(isAsSent(said, entry, { ...noted, briefNotes: { html: '', text: '[1] M.' } }, 'brief')).toBe(
      false,
    );
    expect(isAsSent(said, anEntry({ title: 'Else' }), noted, 'brief')).toBe(false);
  });

  it('if the letter was sent when briefs had no notes', () => {
    expect(isAsSent(fingerprintItem(entry, folded, 'brief'), entry, noted, 'brief')).toBe(true);
    expect(isAsSent(fingerprintItem(entry, folded, 'whole'), entry, noted, 'brief')).toBe(false);
  });
});
