import { describe, expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { brief, yaml } from '../../support/builders/content.ts';

const SOURCE = `id: test
title: Test
language: en
timezone: UTC
from: Test <a@b.example>
postalAddress: [1 High Street]
topics: [{ id: world, name: World }]
newsletters: [{ id: brief, name: Brief, kind: edited, default: true }]
`;
const parse = (hosting: string) =>
  parsePublication({ path: 'content/publication.yaml', text: `${SOURCE}hosting: ${hosting}\n` }, yaml);

describe('hosting.github', () => {
  it.each(['owner/repo', 'the-paper/paper.press', 'Owner/Repo_1', 'owner@12/repo@34'])(
    'is a repository: %s',
    (github) => {
      const { publication, problems } = parse(`{ github: ${github}, githubProvider: existing }`);
      expect(problems).toEqual([]);
      expect(publication?.hosting).toMatchObject({ github, githubProvider: 'existing' });
    },
  );

  it.each([
    'owner',
    'https://github.com/owner/repo',
    'owner/repo/more',
    '"*/repo"',
    'owner/*',
    '"owner/repo:ref:refs/heads/x"',
    '"owner/repo?"',
    'owner@12/repo',
    'owner/repo@34',
    '-owner/repo',
    'ow--ner/repo',
    '"owner/"',
  ])('that names none, or more than one, is refused in words: %s', (github) => {
    expect(brief(parse(`{ github: ${github} }`).problems)).toEqual([
      expect.stringMatching(/is no repository of GitHub\. Write it as `owner\/repo`/),
    ]);
  });

  it('knows one word for its provider', () => {
    const [problem] = brief(parse('{ github: owner/repo, githubProvider: exists }').problems);
    expect(problem).toMatch(/Write `existing` where the account has GitHub’s identity provider/);
    expect(parse('{ github: owner/repo }').publication?.hosting).not.toHaveProperty('githubProvider');
  });
});
