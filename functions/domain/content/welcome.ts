/** An editor's own welcome: content/welcome.md for all, content/welcome/<newsletter>.md for one newsletter. */
import { errorsOf, type Problem } from '../problem.ts';
import { splitFrontMatter } from '../source/front-matter.ts';
import type { FoundLink, Located, Passage, SourceFile } from '../source/source-files.ts';
import { parseFields, readText } from '../source/yaml-fields.ts';
import { toSlug } from '../text/slug.ts';
import type { Fragment } from './article.ts';
import { checkSponsorSize } from './edition-size.ts';
import { lintFigures, lintPassage } from './lint.ts';
import type { Rendered } from './markdown.ts';
import type { ReadingRules, SourceParsers } from './parse-source-file.ts';

/** Every key that a welcome may have; its front matter may be absent. A test compares the list with docs/write.md. */
export const WELCOME_KEYS = ['subject'] as const;

/** As a release stores it. */
export type Welcome = { subject?: string; body: Fragment };

/** `newsletter` is blank for the welcome of all. `made` is undefined if the file has errors. */
export type ParsedWelcome = {
  file: string;
  newsletter: string;
  made: { subject: string | undefined; rendered: Rendered } | undefined;
  links: readonly FoundLink[];
  images: readonly Located[];
  problems: readonly Problem[];
};

/** The newsletter that a file welcomes to, or blank for all; undefined if the file is no welcome. */
export const newsletterOfWelcome = (path: string): string | undefined =>
  path === 'content/welcome.md' ? '' : /^content\/welcome\/(.+)\.md$/.exec(path)?.[1];

export function parseWelcomeFile(
  file: SourceFile,
  rules: ReadingRules,
  { markdown, yaml }: SourceParsers,
): ParsedWelcome {
  const { path } = file;
  const problems: Problem[] = [];
  const parts = file.text.startsWith('---') ? splitFrontMatter(file) : wholeOf(file);
  const newsletter = newsletterOfWelcome(path) ?? '';
  const blank = { file: path, newsletter, made: undefined, links: [], images: [] };
  if ('problem' in parts) return { ...blank, problems: [parts.problem] };
  const fields = parseFields(yaml, parts.yaml, WELCOME_KEYS, { file: path, offset: 1, problems });
  const subject = fields && readText(fields, 'subject');
  const { body, line } = parts.body;
  const idPrefix = `welcome-${toSlug(newsletter)}-`;
  const rendered = markdown.render(body, { file: path, line, axioms: rules.axioms, idPrefix });
  problems.push(...rendered.problems, ...checkSponsorSize(path, line, rendered, 'a welcome'));
  if (body.trim() === '') problems.push(describeEmpty(path, line));
  const sound = errorsOf(problems).length === 0;
  problems.push(...lintFigures(path, rendered.figures), ...lintPassage(path, parts.body, subject ?? ''));
  return {
    ...{ file: path, newsletter, problems },
    made: sound ? { subject, rendered } : undefined,
    links: rendered.links.filter(({ href }) => href.startsWith('/')),
    images: rendered.figures.map(({ src, line: at }) => ({ text: src, line: at })),
  };
}

const wholeOf = ({ text }: SourceFile): { yaml: string; body: Passage } => ({
  yaml: '',
  body: { body: text, line: 1 },
});

const describeEmpty = (file: string, line: number): Problem => ({
  ...{ file, line, level: 'error' },
  message: 'The welcome says nothing.',
  remedy: 'Write it, or remove the file: letters then have the words of the system.',
});
