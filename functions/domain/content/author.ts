/** An author with a page of words and a picture: content/authors/<name>.md. */
import type { ImageSource } from '../pictures/image-source.ts';
import { errorsOf, type Problem } from '../problem.ts';
import { isWebUrl } from '../site/link-target.ts';
import { termSlug } from '../site/terms.ts';
import { splitFrontMatter } from '../source/front-matter.ts';
import type { FoundLink, Located, SourceFile } from '../source/source-files.ts';
import { parseFields, reportFault, requireText } from '../source/yaml-fields.ts';
import { readTextList } from '../source/yaml-values.ts';
import type { Fragment, Picture } from './article.ts';
import { readImageField } from './article-source.ts';
import { checkSponsorSize } from './edition-size.ts';
import { lintFigures, lintPassage } from './lint.ts';
import type { Rendered } from './markdown.ts';
import type { ReadingRules, SourceParsers } from './parse-source-file.ts';

/** Every key that an author may have; keys of nested maps are listed by the map's name. A test compares the list with docs/write.md. */
export const AUTHOR_KEYS = {
  '': ['name', 'image', 'links'],
  image: ['src', 'alt', 'caption', 'credit'],
} as const;

/** As a release stores it. `links`: the author's own pages elsewhere. */
export type Author = { name: string; links: readonly string[]; body: Fragment; picture?: Picture };

/** `made` is undefined if the file has errors. */
export type ParsedAuthor = {
  file: string;
  name: string;
  made: { links: readonly string[]; image: ImageSource | undefined; rendered: Rendered } | undefined;
  links: readonly FoundLink[];
  images: readonly Located[];
  problems: readonly Problem[];
};

export const isAuthorFile = (path: string): boolean => /^content\/authors\/[^/]+\.md$/.test(path);

export function parseAuthorFile(
  file: SourceFile,
  rules: ReadingRules,
  { markdown, yaml }: SourceParsers,
): ParsedAuthor {
  const { path } = file;
  const problems: Problem[] = [];
  const parts = splitFrontMatter(file);
  const blank = { file: path, name: '', made: undefined, links: [], images: [] };
  if ('problem' in parts) return { ...blank, problems: [parts.problem] };
  const fields = parseFields(yaml, parts.yaml, AUTHOR_KEYS[''], { file: path, offset: 1, problems });
  if (!fields) return { ...blank, problems };
  const name = requireText(fields, 'name', 'The name as in `authors` of an article');
  const image = readImageField(fields, 'image', path);
  const urls = readTextList(fields, 'links').filter(({ text, line }) => {
    if (isWebUrl(text)) return true;
    reportFault(fields.site, line, `\`${text}\` is not a URL.`, 'Write it whole: `https://example.com/ada`.');
    return false;
  });
  const { body, line } = parts.body;
  const idPrefix = `author-${termSlug(name)}-`;
  const rendered = markdown.render(body, { file: path, line, axioms: rules.axioms, idPrefix });
  problems.push(...rendered.problems, ...checkSponsorSize(path, line, rendered, 'an author'));
  const sound = errorsOf(problems).length === 0;
  problems.push(...lintFigures(path, rendered.figures), ...lintPassage(path, parts.body, name));
  const shown = [...(image ? [image] : []), ...rendered.figures, ...rendered.files];
  return {
    ...{ file: path, name, problems },
    made: sound ? { links: urls.map(({ text }) => text), image, rendered } : undefined,
    links: rendered.links.filter(({ href }) => href.startsWith('/')),
    images: shown.map(({ src, line: at }) => ({ text: src, line: at })),
  };
}
