/** Finds broken links: links to pages of the site, and names of content files, that do not exist. */
import { memoize } from '../memoize.ts';
import { decodePath } from '../site/decoded-path.ts';
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
import { listTermAddresses, termFeedPath, termPath } from '../site/terms.ts';
import type { ArticleTerms, FoundLink } from '../source/source-files.ts';
import { createGuess } from '../text/nearest-word.ts';
import { fileName, fileSlug } from '../text/slug.ts';
import { createPlaceDescriber } from './anchors.ts';
import { createHeadingFinder } from './heading-links.ts';
import type { ReportContentFault, WholeContent } from './whole-content.ts';

/** Names a link as it was typed. */
export const describeLink = ({ href, typed = href }: FoundLink): string =>
  `The link \`${decodePath(typed).slice(0, 80)}\``;

export function checkLinks(content: WholeContent, fault: ReportContentFault): void {
  const { articles, editions, sponsors = [], welcomes = [], authors = [] } = content;
  const findHeading = createHeadingFinder(articles);
  const describePlace = createPlaceDescriber();
  const isPage = createPageFinder(content);
  const stateOf = createHiddenFinder(content);
  const guess = createGuess('Mend the link, or remove it.');
  const check = (file: string, draft: boolean, link: FoundLink) => {
    const { href, line, typed } = link;
    const path = href.split(/[?#]/, 1)[0]!.replace(/(?<=.)\/$/, '');
    if (!isPage(path))
      fault(
        file,
        line,
        `${describeLink(link)} leads to no page of this site.`,
        guess(path, () => articles.map((article) => articlePath(article.slug))),
      );
    else if (!draft && stateOf(path) !== undefined)
      fault(
        file,
        line,
        `${describeLink(link)} leads to an article that is ${stateOf(path)}.`,
        'Remove the link, or wait.',
        'warning',
      );
    const missing = typed === undefined ? undefined : findHeading(typed).describeFault?.(describePlace);
    if (missing) fault(file, line, missing.message, missing.remedy, missing.level);
  };
  for (const { file, draft, links } of articles) for (const link of links) check(file, draft, link);
  for (const { file, links } of [...editions, ...sponsors, ...welcomes, ...authors])
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
    ...unread.flatMap((file) => [fileSlug(file), redirectKey(editionPath(fileName(file)))]),
    ...articles.flatMap((a) => a.aliases.map(({ text }) => redirectKey(text))),
    ...editions.flatMap((e) => [e.id, ...e.aliases].map(({ text }) => editionPath(text))),
    ...publication.newsletters.map(({ id }) => newsletterPath(id)),
    ...publication.topics.flatMap(({ id }) => [
      topicPath(id),
      ...FEED_FORMATS.map((format) => feedPath(format, id)),
    ]),
    ...articles.flatMap(({ terms }) => listTermPaths(terms)),
    ...Object.keys(publication.redirects).map(redirectKey),
  ]);

/** The pages and feeds of an article's authors, tags and series, as links are compared. */
const listTermPaths = (terms: ArticleTerms | undefined): string[] =>
  listTermAddresses(terms).flatMap((term) => [
    redirectKey(termPath(term)),
    ...FEED_FORMATS.map((format) => redirectKey(termFeedPath(format, term))),
  ]);

/** Checks the names of images, sponsors, the logo and the icon. */
export function checkFiles(content: WholeContent, fault: ReportContentFault): void {
  const { articles, editions, welcomes = [], authors = [], files, publication, publicationAt } = content;
  const guess = createGuess('Add the file, or mend the path.');
  const findElsewhere = createFileFinder(files);
  const check = (file: string, line: number, path: string) => {
    if (files.has(path)) return;
    const folder = folderOf(path);
    const beside = () =>
      [...files].flatMap((other) => (other.startsWith(folder) ? other.slice(folder.length) : []));
    const lying = path.endsWith('.md') ? undefined : findElsewhere(path, file);
    const remedy = lying === undefined ? guess(nameOf(path), beside) : describePlace(lying, file);
    fault(file, line, `There is no file \`${path}\`.`, remedy);
  };
  for (const { file, images } of [...articles, ...editions, ...welcomes, ...authors])
    for (const { text, line } of images) check(file, line, `content/${text}`);
  for (const { file, sponsors } of editions) for (const { text, line } of sponsors) check(file, line, text);
  const { logo, icon } = publication;
  if (icon !== undefined) check(publicationAt.file, publicationAt.lines.icon ?? 1, `content/${icon}`);
  for (const path of new Set(logo ? [logo.light, logo.dark] : []))
    check(publicationAt.file, publicationAt.lines.logo ?? 1, `content/${path}`);
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Finds a file of the same name elsewhere in the content, beside the text first: editors put dragged pictures there. */
function createFileFinder(files: ReadonlySet<string>): (path: string, from: string) => string | undefined {
  const key = (path: string) => nameOf(path).normalize('NFC').toLowerCase();
  const byName = memoize(() => new Map([...files].reverse().map((path) => [key(path), path])));
  return (path, from) => {
    const beside = folderOf(from) + nameOf(path);
    return files.has(beside) ? beside : byName().get(key(path));
  };
}

/** In an article or edition, a path that begins with a dot is read from the text's own folder, any other from the content's. */
function describePlace(path: string, from: string): string {
  const name = nameOf(path);
  if (folderOf(path) !== folderOf(from) || from.endsWith('.yaml'))
    return `Did you mean \`${path.slice('content/'.length)}\`?`;
  const move = `or move it to \`content/images/\` and write \`images/${name}\``;
  return `It lies beside the text: write \`./${name}\`, ${move}.`;
}
