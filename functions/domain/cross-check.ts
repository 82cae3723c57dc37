/** What only the whole content can tell: ids and addresses that clash, references and links that lead nowhere. */
import type { ArticleFacts, EditionFacts, FoundLink, Located } from './content.ts';
import { articlePath } from './paths.ts';
import type { Problem } from './problem.ts';
import type { Publication } from './publication.ts';
import { fileSlug } from './slug.ts';
import { meant, nearest } from './suggest.ts';

export type WholeContent = {
  publication: Publication;
  /** publication.yaml, and the lines of its keys. */
  publicationAt: { file: string; lines: Readonly<Record<string, number>> };
  articles: readonly ArticleFacts[];
  editions: readonly EditionFacts[];
  /** Every path of the content folder, `content/…`. */
  files: ReadonlySet<string>;
};

export type ArticleNames = { id(reference: string): string | undefined };

/** An article by id, slug, alias or file name, in this order. */
export function articleNames(articles: readonly ArticleFacts[]): ArticleNames {
  const names = new Map<string, string>();
  const add = (name: string, id: string) => void (names.has(name) || names.set(name, id));
  for (const article of articles) add(article.id.text, article.id.text);
  for (const article of articles) add(article.slug, article.id.text);
  for (const article of articles) for (const alias of article.aliases) add(alias.text, article.id.text);
  return { id: (reference) => names.get(reference) ?? names.get(fileSlug(reference)) };
}

export function checkContent(content: WholeContent): readonly Problem[] {
  const problems: Problem[] = [];
  const fault = (
    file: string,
    line: number,
    message: string,
    remedy: string,
    level: Problem['level'] = 'error',
  ) => void problems.push({ file, line, level, message, remedy });
  checkArticleNames(content, fault);
  checkEditionNames(content, fault);
  checkReferences(content, fault);
  checkLinks(content, fault);
  checkImages(content, fault);
  return problems;
}

type Fault = (file: string, line: number, message: string, remedy: string, level?: Problem['level']) => void;

/** Slugs and aliases share one space, that of addresses; ids are a space of their own. */
function checkArticleNames({ articles, publication, publicationAt }: WholeContent, fault: Fault): void {
  const ids = new Map<string, string>();
  const paths = new Map<string, string>();
  for (const { file, id, slug } of articles) {
    const other = ids.get(id.text);
    if (other)
      fault(
        file,
        id.line,
        `The id \`${id.text}\` is taken by ${other}.`,
        'Give the newer article another `id`.',
      );
    else ids.set(id.text, file);
    const path = articlePath(slug);
    const taken = paths.get(path);
    if (taken) fault(file, 1, `The slug \`${slug}\` is taken by ${taken}.`, 'Rename one of the files.');
    else paths.set(path, file);
  }
  for (const { file, aliases } of articles)
    for (const { text, line } of aliases) {
      const path = text.startsWith('/') ? text : articlePath(text);
      const taken = paths.get(path);
      if (taken)
        fault(file, line, `The alias \`${text}\` is taken by ${taken}.`, 'Remove it from one of them.');
      else paths.set(path, file);
    }
  for (const path of Object.keys(publication.redirects)) {
    const taken = paths.get(path);
    if (taken)
      fault(
        publicationAt.file,
        publicationAt.lines.redirects ?? 1,
        `The redirect \`${path}\` hides ${taken}.`,
        'Remove it, or rename the article.',
      );
  }
}

function checkEditionNames({ editions }: WholeContent, fault: Fault): void {
  const names = new Map<string, string>();
  for (const { file, id } of editions) {
    const other = names.get(id.text);
    if (other)
      fault(
        file,
        id.line,
        `The edition id \`${id.text}\` is taken by ${other}.`,
        'Give the newer edition another `id`.',
      );
    else names.set(id.text, file);
  }
  for (const { file, aliases } of editions)
    for (const { text, line } of aliases) {
      const other = names.get(text);
      if (other)
        fault(file, line, `The alias \`${text}\` is taken by ${other}.`, 'Remove it from one of them.');
      else names.set(text, file);
    }
}

function checkReferences(content: WholeContent, fault: Fault): void {
  const { publication, articles, editions, files } = content;
  const topics = publication.topics.map((topic) => topic.id);
  const newsletters = publication.newsletters.map((newsletter) => newsletter.id);
  const digests = new Set(publication.newsletters.filter((n) => n.kind === 'digest').map((n) => n.id));
  const known = (file: string, what: string, { text, line }: Located, all: readonly string[]) => {
    if (!all.includes(text)) fault(file, line, `There is no ${what} \`${text}\`.`, meant(text, all));
  };
  for (const { file, topic, alert } of articles) {
    known(file, 'topic', topic, topics);
    if (alert) known(file, 'newsletter', alert, newsletters);
  }
  const names = articleNames(articles);
  const slugs = articles.map((article) => article.slug);
  for (const { file, newsletter, articles: listed, sponsors } of editions) {
    known(file, 'newsletter', newsletter, newsletters);
    if (digests.has(newsletter.text)) {
      const message = `The newsletter \`${newsletter.text}\` is a digest, which writes its own editions.`;
      fault(file, newsletter.line, message, 'Name an edited one, unless this is an extra.', 'warning');
    }
    const seen = new Set<string>();
    for (const { text, line } of listed) {
      const id = names.id(text);
      if (id === undefined) fault(file, line, `There is no article \`${text}\`.`, meant(text, slugs));
      else if (seen.has(id))
        fault(file, line, `The article \`${text}\` is in it twice.`, 'Remove one of the items.');
      else seen.add(id);
    }
    for (const { text, line } of sponsors) if (!files.has(text)) missingFile(fault, file, line, text, files);
  }
}

function missingFile(
  fault: Fault,
  file: string,
  line: number,
  path: string,
  files: ReadonlySet<string>,
): void {
  const at = path.lastIndexOf('/') + 1;
  const beside = [...files].filter(
    (other) => other.startsWith(path.slice(0, at)) && other.indexOf('/', at) < 0,
  );
  const near = nearest(
    path.slice(at),
    beside.map((other) => other.slice(at)),
  );
  const remedy = near ? `Did you mean \`${near}\`?` : 'Add it, or mend the path.';
  fault(file, line, `There is no file \`${path}\`.`, remedy);
}

/** Pages that are there whatever the content says (DESIGN: routes). */
const PAGES =
  /^\/(?:$|archive(?:\/\d{4}-\d{2})?$|feeds$|subscribe$|feed\.xml$|atom\.xml$|feed\.json$|feeds\.opml$|sitemap\.xml$)/;

function checkLinks(content: WholeContent, fault: Fault): void {
  const { articles, editions } = content;
  const isPage = pageFinder(content);
  const hidden = new Map(
    articles
      .filter((a) => a.draft || a.withdrawn)
      .map((a) => [articlePath(a.slug), a.draft ? 'a draft' : 'withdrawn']),
  );
  const slugs = articles.map((article) => articlePath(article.slug));
  const check = (file: string, draft: boolean, { href, line }: FoundLink) => {
    const path = href.split(/[?#]/, 1)[0]!.replace(/(?<=.)\/$/, '');
    if (!isPage(path))
      fault(
        file,
        line,
        `The link \`${href.slice(0, 80)}\` leads to no page of this site.`,
        meant(path, slugs.slice(0, 5000)),
      );
    else if (!draft && hidden.has(path))
      fault(
        file,
        line,
        `The link \`${href.slice(0, 80)}\` leads to an article that is ${hidden.get(path)}.`,
        'Remove it, or wait.',
        'warning',
      );
  };
  for (const { file, draft, links } of articles) for (const link of links) check(file, draft, link);
  for (const { file, links } of editions) for (const link of links) check(file, false, link);
}

function pageFinder({ publication, articles, editions }: WholeContent): (path: string) => boolean {
  const paths = new Set([
    ...articles.map((article) => articlePath(article.slug)),
    ...articles.flatMap((a) =>
      a.aliases.map(({ text }) => (text.startsWith('/') ? text : articlePath(text))),
    ),
    ...editions.flatMap((e) => [e.id, ...e.aliases].map(({ text }) => `/editions/${text}`)),
    ...publication.newsletters.map(({ id }) => `/newsletters/${id}`),
    ...publication.topics.flatMap(({ id }) =>
      ['', '/feed.xml', '/atom.xml', '/feed.json'].map((feed) => `/topics/${id}${feed}`),
    ),
    ...Object.keys(publication.redirects),
  ]);
  return (path) => PAGES.test(path) || paths.has(path);
}

function checkImages(content: WholeContent, fault: Fault): void {
  const { articles, editions, files, publication, publicationAt } = content;
  for (const { file, images } of [...articles, ...editions])
    for (const { text, line } of images)
      if (!files.has(`content/${text}`)) missingFile(fault, file, line, `content/${text}`, files);
  for (const path of publication.logo ? [publication.logo.light, publication.logo.dark] : [])
    if (!files.has(`content/${path}`))
      missingFile(fault, publicationAt.file, publicationAt.lines.logo ?? 1, `content/${path}`, files);
}
