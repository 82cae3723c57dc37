/** Warns of articles in an edition that readers will not find: drafts, withdrawn articles, and articles dated after the edition. */
import { memoize } from '../memoize.ts';
import { redirectKey } from '../site/paths.ts';
import type { ArticleFacts, EditionFacts, FoundLink, Located } from '../source/source-files.ts';
import { fileName } from '../text/slug.ts';
import { DAY, formatLocalTime } from '../time/instant.ts';
import { describeLink } from './broken-links.ts';
import type { ReportContentFault, WholeContent } from './whole-content.ts';

const HELD_CONSEQUENCE = 'The edition would be held.';

export function checkEditionArticles(content: WholeContent, fault: ReportContentFault): void {
  const { articles, articleId, editions, publication } = content;
  const byId = memoize(() => new Map(articles.map((article) => [article.id.text, article])));
  const bySlug = memoize(() => new Map(articles.map((article) => [article.slug, article])));
  for (const edition of editions) {
    const warn = (line: number, message: string, remedy: string) =>
      fault(edition.file, line, message, remedy, 'warning');
    checkSendAt(edition, publication.timezone, warn);
    for (const named of edition.articles) {
      const id = articleId(named.text);
      const article = id === undefined ? undefined : byId().get(id);
      if (article) checkArticle(edition, named, article, publication.timezone, warn);
    }
    for (const link of edition.sendAt ? edition.links : [])
      checkLink(
        edition.sendAt!.at,
        link,
        bySlug().get(redirectKey(pathOf(link.href))),
        publication.timezone,
        warn,
      );
  }
}

type Warn = (line: number, message: string, remedy: string) => void;

const localTime = (instant: number, zone: string): string => formatLocalTime(instant, zone).replace('T', ' ');

function checkArticle(
  { sendAt }: EditionFacts,
  { text, line }: Located,
  { draft, date, withdrawn, withdrawnAt = 0 }: ArticleFacts,
  zone: string,
  warn: Warn,
): void {
  const what = `The article \`${text}\``;
  if (draft) warn(line, `${what} is a draft. ${HELD_CONSEQUENCE}`, 'Finish the article, or remove the item.');
  // A withdrawal after the edition was sent is no mistake of the edition.
  else if (withdrawn && (!sendAt || withdrawnAt <= sendAt.at))
    warn(line, `${what} is withdrawn. ${HELD_CONSEQUENCE}`, 'Remove the item.');
  else if (sendAt && date > sendAt.at) {
    const times = `appears at ${localTime(date, zone)}, the edition goes at ${localTime(sendAt.at, zone)}`;
    warn(line, `${what} ${times}. ${HELD_CONSEQUENCE}`, 'Move one of the dates, or remove the item.');
  }
}

const pathOf = (href: string): string => href.split(/[?#]/, 1)[0]!.replace(/(?<=.)\/$/, '');

/** Warns of a link in the edition's own texts to an article of a later date. `checkLinks` reports drafts and withdrawn articles. */
function checkLink(
  sendAt: number,
  link: FoundLink,
  article: ArticleFacts | undefined,
  zone: string,
  warn: Warn,
): void {
  if (!article || article.draft || article.withdrawn || article.date <= sendAt) return;
  const times = `appears at ${localTime(article.date, zone)}, the edition goes at ${localTime(sendAt, zone)}`;
  const message = `${describeLink(link)} leads to an article that ${times}.`;
  warn(link.line, message, 'Move one of the dates, or remove the link: nothing is there yet.');
}

/** How far `sendAt` may lie from the date in the file's name: an edition may be written weeks ahead. */
const MAX_NAME_DISTANCE = 31 * DAY;

/** Warns of a mistyped year in `sendAt`: an edition of a past time is never sent, and one of a later year not for years. */
function checkSendAt({ file, sendAt }: EditionFacts, zone: string, warn: Warn): void {
  const [named] = /^\d{4}-\d{2}-\d{2}/.exec(fileName(file)) ?? [];
  const day = Date.parse(`${named}T12:00Z`);
  if (!sendAt || Number.isNaN(day) || Math.abs(sendAt.at - day) <= MAX_NAME_DISTANCE) return;
  const message = `\`sendAt\` is ${localTime(sendAt.at, zone)}, and the edition is named after ${named}.`;
  warn(sendAt.line, message, 'Check the year of `sendAt`; a time in the past never comes.');
}
