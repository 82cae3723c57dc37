import { describe, expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { brief, PUBLICATION, yaml } from '../../support/builders/content.ts';

const parse = (written: string) => {
  const text = PUBLICATION.replace(/^from: (.*)/m, `from: $1\nsending: { keepRecipients: ${written} }`);
  return parsePublication({ path: 'content/publication.yaml', text }, yaml);
};

describe('how long lists of recipients are kept', () => {
  it.each([
    ['60 days', 60 * DAY],
    ['7 days', 7 * DAY],
    ['3650 days', 3650 * DAY],
  ])('is %s as written', (written, expected) => {
    const { publication, problems } = parse(written);
    expect(problems).toEqual([]);
    expect(publication?.sending.keepRecipients).toBe(expected);
  });

  it.each([
    ['2 days', '`keepRecipients` is less than a week. Write `7 days` or more.'],
    ['0 days', '`keepRecipients` is less than a week. Write `7 days` or more.'],
    ['for ever', '`for ever` is not a length of time.'],
    ['90', '`90` is not a length of time.'],
  ])('is refused as %s', (written, expected) => {
    const { publication, problems } = parse(written);
    expect(publication).toBeUndefined();
    expect(brief(problems)).toEqual([expect.stringContaining(`6 error: ${expected}`)]);
  });
});
