import { describe, expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { brief, PUBLICATION, yaml } from '../../support/builders/content.ts';

const parse = (editors: string) => {
  const text = `${PUBLICATION.trimEnd()}\n${editors}\n`;
  const line = PUBLICATION.trimEnd().split('\n').length;
  const { publication, problems } = parsePublication({ path: 'content/publication.yaml', text }, yaml);
  return { emails: publication?.editors.map(({ email }) => email), problems: brief(problems), line };
};

describe('editors', () => {
  it('who are named twice, however they are written, count once, and are told of', () => {
    const names = ['Ann <Ann@paper.press>', 'bo@paper.press', 'ann@paper.press', 'A. N. <ANN@PAPER.press>'];
    const { emails, problems, line } = parse(`editors:\n${names.map((name) => `  - ${name}`).join('\n')}`);
    expect(emails).toEqual(['Ann@paper.press', 'bo@paper.press']);
    expect(problems).toEqual([
      `${line + 4} warning: \`editors\` holds ann@paper.press twice: the address counts once. Remove one of them.`,
      `${line + 5} warning: \`editors\` holds ANN@PAPER.press twice: the address counts once. Remove one of them.`,
    ]);
  });

  it('with plus addresses or at other domains are others', () => {
    const { emails, problems } = parse('editors: [ann@paper.press, ann+alarms@paper.press, ann@paper.org]');
    expect(emails).toHaveLength(3);
    expect(problems).toEqual([]);
  });
});
