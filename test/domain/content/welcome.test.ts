import { describe, expect, it } from 'vitest';
import { createMarkdown } from '../../../functions/adapters/markdown-it/markdown.ts';
import { newsletterOfWelcome, parseWelcomeFile } from '../../../functions/domain/content/welcome.ts';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { yaml } from '../../support/builders/content.ts';

const parse = (text: string, path = 'content/welcome/brief.md') =>
  parseWelcomeFile(
    { path, text },
    { timezone: 'UTC', axioms: [], whyAxioms: [] },
    { yaml, markdown: createMarkdown() },
  );
const problemsOf = (text: string) => parse(text).problems.map(formatProblem).join('\n');

describe('a welcome', () => {
  it.each([
    ['content/welcome.md', ''],
    ['content/welcome/brief.md', 'brief'],
    ['content/welcome/a/b.md', 'a/b'],
    ['content/welcome.txt', undefined],
    ['content/articles/welcome.md', undefined],
  ])('is known by its path: %s', (path, newsletter) => {
    expect(newsletterOfWelcome(path)).toBe(newsletter);
  });

  it('is its body; front matter with a subject is optional', () => {
    expect(parse('Hello *there*.').made?.rendered.fragment.text).toBe('Hello there.');
    const { made, newsletter } = parse('---\nsubject: Come in\n---\nHello.');
    expect([made?.subject, made?.rendered.fragment.text, newsletter]).toEqual(['Come in', 'Hello.', 'brief']);
  });

  it('tells its links within the site and its images, which are looked for', () => {
    const { links, images } = parse('[A](/articles/a) [B](https://b.example)\n\n![A bus](images/bus.jpg)');
    expect([links.map(({ href }) => href), images]).toEqual([
      ['/articles/a'],
      [{ text: 'images/bus.jpg', line: 3 }],
    ]);
  });

  it.each([
    ['', 'welcome/brief.md:1: error: The welcome says nothing.'],
    ['---\nsubject: Hi\n---\n\n', 'error: The welcome says nothing.'],
    ['---\nsubjekt: Hi\n---\nHello.', 'welcome/brief.md:2: error:'],
    ['---\nsubject: Hi\nHello.', 'error: The front matter does not end.'],
    ['Hello {{name}}.', 'welcome/brief.md:1: warning:'],
    ['Hello TK.', 'welcome/brief.md:1: warning:'],
    ['[x](javascript:alert)', 'welcome/brief.md:1: error:'],
    [`---\nsubject: ${'long '.repeat(40)}\n---\nHello.`, 'warning: The subject'],
    ['x'.repeat(30_000), 'error: The text of a welcome becomes'],
  ])('%#: faults have their line and a remedy', (text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });
});
