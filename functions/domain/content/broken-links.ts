/** Finds broken links: links to pages of the site, and names of content files, that do not exist. */
import { memoize } from '../memoize.ts';
import {
  articlePath,
  editionPath,
  FEED_FORMATS,
  feedPath,
  newsletterPath,
  redirectKey,
  topicPath,
} from '../site/paths.ts';
import { isFixedPath } from '../site/public-paths.ts';
import type { FoundLink } from '../source/source-files.ts';
import { createGuess } from '../text/nearest-word.ts';
import { fileName, fileSlug } from '../text/slug.ts';
import type { ReportContentFault, WholeContent } from './whole-content.ts';

const describeLink = (href: string): string => `The link \`${href.slice(0, 80)}\``;

export function checkLinks(content: WholeContent, fault: ReportContentFault): void {
  const { articles, editions, welcomes = [] } = content;
  const isPage = createPageFinder(content);
  const stateOf = createHiddenFinder(content);
  const guess = createGuess('Mend the link, or remove it.');
  const check = (file: string, draft: boolean, { href, line }: FoundLink) => {
    const path = href.split(/[?#]/, 1)[0]!.replace(/(?<=.)\/$/, '');
    if (!isPage(path))
      fault(
        file,
        line,
        `${describeLink(href)} leads to no page of this site.`,
        guess(path, () => articles.map((article) => articlePath(article.slug))),
      );
    else if (!draft && stateOf(path) !== undefined)
      fault(
        file,
        line,
        `${describeLink(href)} leads to an article that is ${stateOf(path)}.`,
        'Remove the link, or wait.',
        'warning',
      );
  };
  for (const { file, draft, links } of articles) for (const link of links) check(file, draft, link);
  for (const { file, links } of [...editions, ...welcomes])
    for (const link of links) check(file, false, link);
}

function createHiddenFinder({ articles }: WholeContent): (path: string) => string | undefined {
  const hidden = memoize(
    () => new Map(articles.filter((a) => a.draft || a.withdrawn).map((a) => [a.slug, a])),
  );
  return (path) => {
    const article = hidden().get(redirectKey(path));
    return article && (article.draft ? 'a draft' : 'withdrawn');
  };
}

function createPageFinder(content: WholeContent): (path: string) => boolean {
  const places = memoize(() => listPages(content));
  return (path) => isFixedPath(path) || places().has(redirectKey(path));
}

const listPages = ({ publication, articles, editions, unread }: WholeContent): ReadonlySet<string> =>
  new Set([
    ...articles.map((article) => article.slug),
    ...unread.flatMap((file) => [fileSlug(file), editionPath(fileName(file))]),
    ...articles.flatMap((a) => a.aliases.map(({ text }) => redirectKey(text))),
    ...editions.flatMap((e) => [e.id, ...e.aliases].map(({ text }) => editionPath(text))),
    ...publication.newsletters.map(({ id }) => newsletterPath(id)),
    ...publication.topics.flatMap(({ id }) => [
      topicPath(id),
      ...FEED_FORMATS.map((format) => feedPath(format, id)),
    ]),
    ...Object.keys(publication.redirects).map(redirectKey),
  ]);

/** Checks the names of images, sponsors and the logo. */
export function checkFiles(content: WholeContent, fault: ReportContentFault): void {
  const { articles, editions, welcomes = [], files, publication, publicationAt } = content;
  const guess = createGuess('Add the file, or mend the path.');
  const check = (file: string, line: number, path: string) => {
    if (files.has(path)) return;
    const at = path.lastIndexOf('/') + 1;
    const folder = path.slice(0, at);
    const beside = () => [...files].flatMap((other) => (other.startsWith(folder) ? other.slice(at) : []));
    const remedy = guess(path.slice(at), beside);
    fault(file, line, `There is no file \`${path}\`.`, remedy);
  };
  for (const { file, images } of [...articles, ...editions, ...welcomes])
    for (const { text, line } of images) check(file, line, `content/${text}`);
  for (const { file, sponsors } of editions) for (const { text, line } of sponsors) check(file, line, text);
  const { logo } = publication;
  for (const path of new Set(logo ? [logo.light, logo.dark] : []))
    check(publicationAt.file, publicationAt.lines.logo ?? 1, `content/${path}`);
}
