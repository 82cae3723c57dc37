/** Assembles an edition, a digest or an alert into a letter that can be frozen, from its articles as they are visible now. */
import type { Entry } from '../../domain/content/article.ts';
import type { Edition, EditionItem } from '../../domain/content/edition.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { digestRun, slotKey } from '../../domain/ledger/run-key.ts';
import { firstWordsOf, shortenSummary } from '../../domain/letters/preview-text.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { articlePath, editionPath } from '../../domain/site/paths.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LetterView } from '../release/view.ts';
import { type Assembly, type AssemblyExtra, assembleLetter, MAX_HTML_BYTES } from './assemble-letter.ts';
import { type ArticleItem, type ArticleShape, type LetterItem, sizePictures } from './letter-items.ts';
import { pageOf } from './sent-letter.ts';

export type { LetterView } from '../release/view.ts';
export type { Assembly, AssemblyExtra } from './assemble-letter.ts';

function newsletterOf(view: LetterView, id: string | undefined): Newsletter {
  const found = view.release.index.publication.newsletters.find((newsletter) => newsletter.id === id);
  if (found) return found;
  throw new BroadsheetError('not-found', `There is no newsletter ${id} in content/publication.yaml.`, {
    remedy: 'Newsletters are retired with `retired: true`, never deleted: put the newsletter back.',
  });
}

/**
 * The preview line of an edition without a preheader: the first words of the intro, or of the only article. An edition without articles
 * takes those of its texts. If the line is empty, inboxes show the headlines after the first.
 */
function previewLine({ intro }: Edition, items: readonly LetterItem[]): string {
  const articles = items.filter((item) => item.kind === 'article');
  const [only] = articles.length === 1 ? articles : [];
  const said = (intro ? firstWordsOf(intro) : '') || shortenSummary(only?.entry.summary ?? '');
  if (said !== '' || articles.length > 0) return said;
  const texts = items.flatMap((item) => (item.kind === 'text' ? [firstWordsOf(item.body)] : []));
  return texts.find((text) => text !== '') ?? '';
}

/** Throws `not-found` if the newsletter is missing from publication.yaml. */
export async function assembleEdition(
  view: LetterView,
  edition: Edition,
  extra: AssemblyExtra,
): Promise<Assembly> {
  const { items, invisible } = await gatherEdition(view, edition.items, extra.preview ?? false);
  const assembly = await assembleLetter(view, {
    kind: 'edition',
    of: edition.id,
    newsletter: newsletterOf(view, edition.newsletter),
    subject: edition.subject,
    preheader: edition.preheader || previewLine(edition, items),
    date: edition.sendAt ?? view.now,
    browser: extra.browser ?? extra.base + editionPath(edition.id),
    intro: edition.intro,
    signoff: edition.signoff,
    items,
    page: pageOf(edition, items),
    extra,
  });
  return { ...assembly, invisible };
}

/**
 * Articles are briefs, in the given order; if they exceed the size budget, the last ones become headlines. The subject is the headline of
 * the first article that a subscriber's topics leave.
 */
export async function assembleDigest(
  view: LetterView,
  newsletter: Newsletter,
  entries: readonly Entry[],
  extra: AssemblyExtra & { slot: Instant },
): Promise<Assembly> {
  const run = digestRun(newsletter.id, slotKey(extra.slot, view.release.index.publication.timezone));
  const items = await gatherEntries(view, entries, 'brief');
  const assemble = (briefs: number): Promise<Assembly> => {
    const shaped = sizePictures(
      items.map((item, i): LetterItem => (i < briefs ? item : { ...item, as: 'headline' })),
    );
    return assembleLetter(view, {
      kind: 'digest',
      of: run,
      newsletter,
      subject: entries[0]?.title ?? newsletter.name,
      preheader: entries.length > 1 ? '' : (entries[0]?.summary ?? ''),
      date: extra.slot,
      browser: extra.browser ?? extra.base + editionPath(run),
      items: shaped,
      page: pageOf({ preheader: '', intro: undefined, signoff: undefined }, shaped),
      extra,
    });
  };
  let assembly = await assemble(entries.length);
  for (let briefs = entries.length - 1; assembly.htmlBytes > MAX_HTML_BYTES && briefs > 0; briefs--) {
    assembly = await assemble(briefs);
  }
  return assembly;
}

/** The letter prints its one article whole. Throws `not-found` if publication.yaml lacks the newsletter of the alert. */
export async function assembleAlert(view: LetterView, entry: Entry, extra: AssemblyExtra): Promise<Assembly> {
  return assembleLetter(view, {
    kind: 'alert',
    of: entry.id,
    newsletter: newsletterOf(view, entry.alert),
    subject: entry.title,
    preheader: entry.summary,
    date: entry.date,
    browser: extra.browser ?? extra.base + articlePath(entry.slug),
    items: await gatherEntries(view, [entry], 'whole'),
    extra,
  });
}

/** `hidden`: an editor's preview also prints drafts and future articles, though `invisible` lists them. */
async function gatherEdition(
  view: LetterView,
  asked: readonly EditionItem[],
  hidden: boolean,
): Promise<{ items: readonly LetterItem[]; invisible: readonly string[] }> {
  const invisible: string[] = [];
  const items: LetterItem[] = [];
  for (const item of asked) {
    if (item.kind !== 'article') {
      items.push(item);
      continue;
    }
    const found = await view.byId(item.article);
    if (found?.kind !== 'visible') invisible.push(item.article);
    const entry = found?.kind === 'visible' || (hidden && found?.kind === 'hidden') ? found.entry : undefined;
    if (entry) items.push({ ...item, entry, fragment: await view.release.fragment(entry) });
  }
  return { items: sizePictures(items), invisible };
}

const gatherEntries = (
  view: LetterView,
  entries: readonly Entry[],
  as: ArticleShape,
): Promise<readonly ArticleItem[]> =>
  Promise.all(
    entries.map(async (entry) => ({
      kind: 'article' as const,
      entry,
      fragment: await view.release.fragment(entry),
      as,
      label: undefined,
    })),
  );
