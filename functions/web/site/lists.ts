/** Pages that list articles: the front page, topics, authors, tags and series, the archive and its months; and the page that lists the feeds. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { type TermAddress, termPath, termSlug } from '../../domain/site/terms.ts';
import { findLinkedSince, findMonthsChange } from '../../flows/release/month-last-modified.ts';
import { readTerm } from '../../flows/release/terms.ts';
import type { View } from '../../flows/release/view.ts';
import { findNextSending } from '../../flows/site/near-editions.ts';
import { archivePage, monthPage } from '../../pages/archive.ts';
import { feedsPage } from '../../pages/feeds.ts';
import { homePage } from '../../pages/home.ts';
import { termPage, topicPage } from '../../pages/topic.ts';
import { readLatestLetters, validatorsWithSent } from './latest-letters.ts';
import { makeRedirect } from './redirects.ts';
import type { RouteOutput, Site } from './site.ts';

const MAX_FRONT_ARTICLES = 40;
const MAX_TOPIC_ARTICLES = 60;

const readHidden = async (site: Site, view: View): Promise<readonly Entry[]> =>
  site.deps.preview ? view.hidden() : [];

export async function makeHome(site: Site, view: View): Promise<RouteOutput> {
  const newest = await view.newest({ limit: MAX_FRONT_ARTICLES });
  const hidden = await readHidden(site, view);
  const modified = view.changedAt(newest, { complete: newest.length < MAX_FRONT_ARTICLES });
  const latest = await readLatestLetters(site, view);
  const front = { newest, hidden, months: await view.months(), letters: latest.letters ?? [] };
  const coming = await findNextSending(view);
  return {
    ...{ text: homePage(site.context(view), front), nextChange: coming },
    ...validatorsWithSent(view, modified, latest),
  };
}

export async function makeTopic(site: Site, view: View, id: string): Promise<RouteOutput> {
  const topic = view.release.index.publication.topics.find((t) => t.id === id);
  if (!topic) throw new BroadsheetError('not-found', 'There is no such topic.');
  const entries = await view.newest({ topic: id, limit: MAX_TOPIC_ARTICLES });
  const hidden = (await readHidden(site, view)).filter((entry) => entry.topic === id);
  const modified = view.changedAt(entries, { topic: id, complete: entries.length < MAX_TOPIC_ARTICLES });
  return { text: topicPage(site.context(view), { topic, entries, hidden }), modified };
}

export async function makeArchive(site: Site, view: View): Promise<RouteOutput> {
  const text = archivePage(site.context(view), { months: await view.months() });
  return { text, modified: await findMonthsChange(view) };
}

export async function makeMonth(site: Site, view: View, month: string): Promise<RouteOutput> {
  const months = (await view.months()).map((m) => m.month);
  const at = months.indexOf(month);
  if (at < 0) throw new BroadsheetError('not-found', 'Nothing was published in that month.');
  const entries = await view.month(month);
  const around = { newer: months[at - 1], older: months[at + 1] };
  const text = monthPage(site.context(view), { month, entries, ...around });
  const links = await findLinkedSince(view, [around.newer, around.older]);
  return { text, modified: Math.max(links, view.changedAt(entries, {})) };
}

export async function makeFeedsPage(site: Site, view: View): Promise<RouteOutput> {
  return { text: feedsPage(site.context(view)), modified: view.changes.site };
}

const MAX_TERM_ARTICLES = 60;

/** Another spelling of a term's name leads to its page. Throws `not-found` for a term without visible articles. */
export async function makeTerm(site: Site, view: View, address: TermAddress): Promise<RouteOutput> {
  const slug = termSlug(address.slug);
  const term = await readTerm(view, { ...address, slug, limit: MAX_TERM_ARTICLES });
  if (!term) throw new BroadsheetError('not-found', 'There is no such page.');
  const author = address.taxonomy === 'author' ? await view.release.author(slug) : undefined;
  if (slug !== address.slug) return makeRedirect(site.deps.base, termPath(term));
  const complete = term.entries.length < MAX_TERM_ARTICLES;
  return {
    text: termPage(site.context(view), term, author),
    // An author's file is part of the look of the site (ReleaseIndex.site): its change dates every page anew.
    modified: view.changedAt(term.entries, { complete }),
  };
}
