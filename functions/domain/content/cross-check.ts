/** Cross-checks the whole content: names that clash, references that lead nowhere. */
import { memoize } from '../memoize.ts';
import type { Problem } from '../problem.ts';
import { describeReserved, findReserved, isSample } from '../publication/reserved-addresses.ts';
import { termSlug } from '../site/terms.ts';
import type { ArticleFacts, Located } from '../source/source-files.ts';
import { MAX_SPONSOR_USES } from '../source/text-limits.ts';
import { createGuess, suggestWord } from '../text/nearest-word.ts';
import { fileSlug } from '../text/slug.ts';
import { checkFiles, checkLinks } from './broken-links.ts';
import { checkEditionArticles } from './edition-articles.ts';
import { lintTags } from './lint-tags.ts';
import { checkArticleNames, checkEditionNames } from './name-clashes.ts';
import type { ReportContentFault, WholeContent } from './whole-content.ts';

/** Finds an article by id, slug, alias or file name, in this order. The names are collected at the first call. */
export function createArticleFinder(articles: readonly ArticleFacts[]): WholeContent['articleId'] {
  const names = memoize(() => {
    const found = new Map<string, string>();
    const add = (name: string, id: string) => void (found.has(name) || found.set(name, id));
    for (const article of articles) add(article.id.text, article.id.text);
    for (const article of articles) add(article.slug, article.id.text);
    for (const article of articles) for (const alias of article.aliases) add(alias.text, article.id.text);
    return found;
  });
  return (reference) => names().get(reference) ?? names().get(fileSlug(reference));
}

export function checkContent(content: WholeContent): readonly Problem[] {
  const problems: Problem[] = [];
  const fault: ReportContentFault = (file, line, message, remedy, level = 'error') =>
    void problems.push({ file, line, level, message, remedy });
  for (const check of CHECKS) check(content, fault);
  return problems;
}

const CHECKS = [
  ...[checkArticleNames, checkEditionNames, checkChoices, checkItems, checkEditionArticles],
  ...[checkSponsorUses, checkWelcomes, checkAuthors],
  ...[checkLinks, checkFiles, checkOwnWords, checkAddresses],
];

/** Checks the topics and newsletters that articles and editions name. */
function checkChoices({ publication, articles, editions }: WholeContent, fault: ReportContentFault): void {
  const topics = publication.topics.map((topic) => topic.id);
  const newsletters = publication.newsletters.map((newsletter) => newsletter.id);
  const digests = new Set(publication.newsletters.filter((n) => n.kind === 'digest').map((n) => n.id));
  const checkKnown = (file: string, what: string, { text, line }: Located, all: readonly string[]) => {
    // The text is blank if the key is missing; the parser has reported that.
    if (text !== '' && !all.includes(text))
      fault(file, line, `There is no ${what} \`${text}\`.`, suggestWord(text, all));
  };
  for (const { file, topic, alert } of articles) {
    checkKnown(file, 'topic', topic, topics);
    if (alert) checkKnown(file, 'newsletter', alert, newsletters);
  }
  for (const { file, newsletter } of editions) {
    checkKnown(file, 'newsletter', newsletter, newsletters);
    if (!digests.has(newsletter.text)) continue;
    const message = `The newsletter \`${newsletter.text}\` is a digest, which writes its own editions.`;
    fault(file, newsletter.line, message, 'Name an edited one, unless this is an extra.', 'warning');
  }
}

/** Checks the articles that editions list. */
function checkItems(
  { articles, articleId, editions, unread }: WholeContent,
  fault: ReportContentFault,
): void {
  const broken = new Set(unread.map(fileSlug));
  const guess = createGuess('Name one by its slug, its id or its file.');
  for (const { file, articles: listed } of editions) {
    const seen = new Set<string>();
    for (const { text, line } of listed) {
      const id = articleId(text);
      if (id === undefined && broken.has(fileSlug(text))) continue;
      if (id === undefined)
        fault(
          file,
          line,
          `There is no article \`${text}\`.`,
          guess(text, () => articles.map((article) => article.slug)),
        );
      else if (seen.has(id))
        fault(file, line, `The article \`${text}\` is in the edition twice.`, 'Remove one of the items.');
      else seen.add(id);
    }
  }
}

/** A welcome is named by the id of its newsletter. */
function checkWelcomes({ publication, welcomes = [] }: WholeContent, fault: ReportContentFault): void {
  const ids = publication.newsletters.map(({ id }) => id);
  for (const { file, newsletter } of welcomes)
    if (newsletter !== '' && !ids.includes(newsletter))
      fault(file, 1, `There is no newsletter \`${newsletter}\`.`, suggestWord(newsletter, ids));
}

/** An author's file belongs to a name that articles have, and to one alone. */
function checkAuthors({ articles, authors = [] }: WholeContent, fault: ReportContentFault): void {
  const names = new Set(articles.flatMap(({ terms }) => (terms?.authors ?? []).map(termSlug)));
  const seen = new Map<string, string>();
  for (const { file, name } of authors) {
    const slug = termSlug(name);
    if (name === '') continue;
    const other = seen.get(slug);
    if (other !== undefined)
      fault(file, 1, `\`${name}\` has a file already: ${other}.`, 'Keep one of the two.');
    else if (!names.has(slug))
      fault(
        file,
        1,
        `No article is by \`${name}\`, so that this author has no page.`,
        'Write the name as in `authors` of an article.',
        'warning',
      );
    seen.set(slug, other ?? file);
  }
}

/** Reports a sponsor that one edition repeats too often: each use prints all of the sponsor's text. */
function checkSponsorUses({ editions }: WholeContent, fault: ReportContentFault): void {
  for (const { file, sponsors } of editions) {
    const uses = new Map<string, number>();
    for (const { text, line } of sponsors) {
      const count = (uses.get(text) ?? 0) + 1;
      uses.set(text, count);
      if (count !== MAX_SPONSOR_USES + 1) continue;
      const message = `The sponsor \`${text}\` stands in the edition more than ${MAX_SPONSOR_USES} times.`;
      fault(file, line, message, 'Remove some of the items.');
    }
  }
}

/** Looks for merge tags in the publication's own texts, which stand in every letter. */
function checkOwnWords(
  { publication, publicationAt: { file, lines } }: WholeContent,
  fault: ReportContentFault,
): void {
  const lintTexts = (key: string, texts: readonly string[]) => {
    const warn = (line: number, message: string, remedy: string) =>
      fault(file, line, message, remedy, 'warning');
    for (const text of texts) lintTags(warn, lines[key] ?? 1, text);
  };
  const { title, description, postalAddress, newsletters } = publication;
  lintTexts('title', [title]);
  lintTexts('description', [description]);
  lintTexts('postalAddress', postalAddress);
  lintTexts(
    'newsletters',
    newsletters.flatMap(({ name, description: text }) => [name, text]),
  );
}

/**
 * Reports addresses in reserved domains. A sample publication, whose own sender is reserved, passes here and is refused by a deployment.
 */
export function checkAddresses(
  { publication, publicationAt: { file, lines } }: WholeContent,
  fault: ReportContentFault,
): void {
  if (isSample(publication)) return;
  for (const address of findReserved(publication))
    fault(
      file,
      lines[address.key] ?? 1,
      describeReserved(address),
      'Write an address of yours, or remove it.',
    );
}
