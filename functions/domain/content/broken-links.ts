/** Links to pages and names of files that are not there. */
import { once } from '../memoize.ts';
import { articlePath, editionPath, newsletterPath, placeOf, topicPath } from '../site/paths.ts';
import type { FoundLink } from '../source/source-files.ts';
import { guesses } from '../text/nearest-word.ts';
import { fileName, fileSlug } from '../text/slug.ts';
import type { Fault, WholeContent } from './whole-content.ts';

/** Pages that every publication has (web/site/content-routes.ts). */
const PAGES =
  /^\/(?:$|archive(?:\/\d{4}-\d{2})?$|feeds$|subscribe$|feed\.xml$|atom\.xml$|feed\.json$|feeds\.opml$|sitemap\.xml$)/;

const shown = (href: string): string => `The link \`${href.slice(0, 80)}\``;

export function checkLinks(content: WholeContent, fault: Fault): void {
  const { articles, editions } = content;
  const isPage = pageFinder(content);
  const stateOf = hiddenFinder(content);
  const guess = guesses('Mend it, or remove it.');
  const check = (file: string, draft: boolean, { href, line }: FoundLink) => {
    const path = href.split(/[?#]/, 1)[0]!.replace(/(?<=.)\/$/, '');
    if (!isPage(path))
      fault(
        file,
        line,
        `${shown(href)} leads to no page of this site.`,
        guess(path, () => articles.map((article) => articlePath(article.slug))),
      );
    else if (!draft && stateOf(path) !== undefined)
      fault(
        file,
        line,
        `${shown(href)} leads to an article that is ${stateOf(path)}.`,
        'Remove it, or wait.',
        'warning',
      );
  };
  for (const { file, draft, links } of articles) for (const link of links) check(file, draft, link);
  for (const { file, links } of editions) for (const link of links) check(file, false, link);
}

function hiddenFinder({ articles }: WholeContent): (path: string) => string | undefined {
  const hidden = once(() => new Map(articles.filter((a) => a.draft || a.withdrawn).map((a) => [a.slug, a])));
  return (path) => {
    const article = hidden().get(placeOf(path));
    return article && (article.draft ? 'a draft' : 'withdrawn');
  };
}

function pageFinder(content: WholeContent): (path: string) => boolean {
  const places = once(() => placesOf(content));
  return (path) => PAGES.test(path) || places().has(placeOf(path));
}

const placesOf = ({ publication, articles, editions, unread }: WholeContent): ReadonlySet<string> =>
  new Set([
    ...articles.map((article) => article.slug),
    ...unread.flatMap((file) => [fileSlug(file), editionPath(fileName(file))]),
    ...articles.flatMap((a) => a.aliases.map(({ text }) => placeOf(text))),
    ...editions.flatMap((e) => [e.id, ...e.aliases].map(({ text }) => editionPath(text))),
    ...publication.newsletters.map(({ id }) => newsletterPath(id)),
    ...publication.topics.flatMap(({ id }) =>
      ['', '/feed.xml', '/atom.xml', '/feed.json'].map((feed) => topicPath(id) + feed),
    ),
    ...Object.keys(publication.redirects).map(placeOf),
  ]);

/** Images, sponsors, the logo. */
export function checkFiles(content: WholeContent, fault: Fault): void {
  const { articles, editions, files, publication, publicationAt } = content;
  const guess = guesses('Add it, or mend the path.');
  const check = (file: string, line: number, path: string) => {
    if (files.has(path)) return;
    const at = path.lastIndexOf('/') + 1;
    const folder = path.slice(0, at);
    const beside = () => [...files].flatMap((other) => (other.startsWith(folder) ? other.slice(at) : []));
    const remedy = guess(path.slice(at), beside);
    fault(file, line, `There is no file \`${path}\`.`, remedy);
  };
  for (const { file, images } of [...articles, ...editions])
    for (const { text, line } of images) check(file, line, `content/${text}`);
  for (const { file, sponsors } of editions) for (const { text, line } of sponsors) check(file, line, text);
  const { logo } = publication;
  for (const path of new Set(logo ? [logo.light, logo.dark] : []))
    check(publicationAt.file, publicationAt.lines.logo ?? 1, `content/${path}`);
}
