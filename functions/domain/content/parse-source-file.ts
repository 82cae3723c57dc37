/** Parses one content file whole: front matter, body and lint. The parsing depends on no other file, so a build can skip unchanged ones. */
import { errorsOf, type Problem } from '../problem.ts';
import type { Publication } from '../publication/publication.ts';
import type { PublicationReading } from '../publication/publication-source.ts';
import type { ArticleFacts, EditionFacts, FoundLink, Passage, SourceFile } from '../source/source-files.ts';
import { toSlug } from '../text/slug.ts';
import type { Yaml } from '../text/yaml.ts';
import { type ArticleSource, parseArticle } from './article-source.ts';
import { articleFactsOf, editionFactsOf, siteLinksOf } from './content-facts.ts';
import { checkSponsorSize, createSizeBudget } from './edition-size.ts';
import { type EditionSource, parseEdition, parseSponsor, type SponsorSource } from './edition-source.ts';
import { articleIdPrefix } from './heading-links.ts';
import { lintArticle, lintEdition, lintFigures, lintSponsor } from './lint.ts';
import type { Markdown, Rendered, RenderOptions } from './markdown.ts';

/** `headingHref`: as in RenderOptions, once all articles are known. */
export type SourceParsers = { markdown: Markdown; yaml: Yaml } & Pick<RenderOptions, 'headingHref'>;

/**
 * `facts` is undefined if the front matter cannot be read; faulty values are blank in it, so that all other checks still run. `made` is
 * undefined if the front matter has errors, or if a build reused the facts of the last one instead of parsing.
 */
export type ParsedArticle = {
  file: string;
  facts: ArticleFacts | undefined;
  made: { source: ArticleSource; rendered: Rendered } | undefined;
  problems: readonly Problem[];
};

/** `texts[i]` belongs to `source.items[i]` and is undefined unless that item is a text. */
export type ParsedEdition = {
  file: string;
  facts: EditionFacts | undefined;
  made: RenderedEdition | undefined;
  problems: readonly Problem[];
};
export type RenderedEdition = {
  source: EditionSource;
  intro: Rendered | undefined;
  signoff: Rendered | undefined;
  texts: readonly (Rendered | undefined)[];
};

export type ParsedSponsor = {
  file: string;
  made: { source: SponsorSource; rendered: Rendered } | undefined;
  /** Site-relative links only; absent if the file could not be read. */
  links?: readonly FoundLink[];
  problems: readonly Problem[];
};

/** The settings of the publication, and the axioms of its language, that a parsed file depends on. */
export type ReadingRules = Pick<Publication, 'timezone' | 'axioms'> & Pick<PublicationReading, 'whyAxioms'>;

export const readingRules = (
  { timezone, axioms }: Publication,
  { whyAxioms }: Pick<PublicationReading, 'whyAxioms'>,
): ReadingRules => ({ timezone, axioms, whyAxioms });

export function parseArticleFile(
  file: SourceFile,
  rules: ReadingRules,
  readers: SourceParsers,
): ParsedArticle {
  const { path } = file;
  const { source, problems } = parseArticle(file, { yaml: readers.yaml, timezone: rules.timezone });
  if (!source) return { file: path, facts: undefined, made: undefined, problems };
  const rendered = renderPassage(source.body, path, articleIdPrefix(source.entry.slug), rules, readers);
  const facts = articleFactsOf(source, rendered);
  const found = [...problems, ...rendered.problems];
  if (errorsOf(problems).length > 0) return { file: path, facts, made: undefined, problems: found };
  const advice = lintArticle(source, rendered, rules.whyAxioms);
  return { file: path, facts, made: { source, rendered }, problems: [...found, ...advice] };
}

export function parseEditionFile(
  file: SourceFile,
  rules: ReadingRules,
  readers: SourceParsers,
): ParsedEdition {
  const { path } = file;
  const { source, problems } = parseEdition(file, { yaml: readers.yaml, timezone: rules.timezone });
  if (!source) return { file: path, facts: undefined, made: undefined, problems };
  const room = createSizeBudget(path);
  const part = (passage: Passage | undefined, name: string) =>
    room.fill(passage, (one) => renderPassage(one, path, `${toSlug(source.id)}-${name}-`, rules, readers));
  const intro = part(source.intro, 'intro');
  const texts = source.items.map((item, i) => part(item.kind === 'text' ? item.body : undefined, `${i}`));
  const signoff = part(source.signoff, 'signoff');
  const all = [intro, ...texts, signoff].filter((one) => one !== undefined);
  const inTexts = all.flatMap((one) => [...one.problems, ...lintFigures(path, one.figures)]);
  const found = [...problems, ...inTexts, ...room.problems];
  const facts = editionFactsOf(source, all);
  if (errorsOf([...problems, ...room.problems]).length > 0)
    return { file: path, facts, made: undefined, problems: found };
  const made = { source, intro, signoff, texts };
  return { file: path, facts, made, problems: [...found, ...lintEdition(source, intro)] };
}

export function parseSponsorFile(
  file: SourceFile,
  rules: ReadingRules,
  readers: SourceParsers,
): ParsedSponsor {
  const { path } = file;
  const { source, problems } = parseSponsor(file, readers.yaml);
  if (!source) return { file: path, made: undefined, problems };
  const rendered = renderPassage(source.body, path, `${toSlug(path)}-`, rules, readers);
  const made = errorsOf(problems).length > 0 ? undefined : { source, rendered };
  const figures = lintFigures(path, rendered.figures);
  const size = checkSponsorSize(path, source.body.line, rendered);
  const found = [...problems, ...rendered.problems, ...figures, ...size, ...lintSponsor(source)];
  return { file: path, made, links: siteLinksOf(rendered), problems: found };
}

const renderPassage = (
  passage: Passage,
  file: string,
  idPrefix: string,
  { axioms }: ReadingRules,
  { markdown, headingHref }: SourceParsers,
) => markdown.render(passage.body, { file, line: passage.line, axioms, idPrefix, headingHref });
