/** Pages that list articles: the front page, topics, the archive and its months; and the page that lists the feeds. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { linkedSince, monthsChangedAt } from '../../flows/release/month-last-modified.ts';
import type { View } from '../../flows/release/view.ts';
import { archivePage, monthPage } from '../../pages/archive.ts';
import { feedsPage } from '../../pages/feeds.ts';
import { homePage } from '../../pages/home.ts';
import { topicPage } from '../../pages/topic.ts';
import type { Made, Site } from './site.ts';

const FRONT_LENGTH = 40;
const TOPIC_LENGTH = 60;

const hiddenOf = async (site: Site, view: View): Promise<readonly Entry[]> =>
  site.deps.preview ? view.hidden() : [];

export async function makeHome(site: Site, view: View): Promise<Made> {
  const newest = await view.newest({ limit: FRONT_LENGTH });
  const hidden = await hiddenOf(site, view);
  const modified = view.changedAt(newest, { complete: newest.length < FRONT_LENGTH });
  return { text: homePage(site.context(view), { newest, hidden, months: await view.months() }), modified };
}

export async function makeTopic(site: Site, view: View, id: string): Promise<Made> {
  const topic = view.release.index.publication.topics.find((t) => t.id === id);
  if (!topic) throw new BroadsheetError('not-found', 'There is no such topic.');
  const entries = await view.newest({ topic: id, limit: TOPIC_LENGTH });
  const hidden = (await hiddenOf(site, view)).filter((entry) => entry.topic === id);
  const modified = view.changedAt(entries, { topic: id, complete: entries.length < TOPIC_LENGTH });
  return { text: topicPage(site.context(view), { topic, entries, hidden }), modified };
}

export async function makeArchive(site: Site, view: View): Promise<Made> {
  const text = archivePage(site.context(view), { months: await view.months() });
  return { text, modified: await monthsChangedAt(view) };
}

export async function makeMonth(site: Site, view: View, month: string): Promise<Made> {
  const months = (await view.months()).map((m) => m.month);
  const at = months.indexOf(month);
  if (at < 0) throw new BroadsheetError('not-found', 'Nothing was published in that month.');
  const entries = await view.month(month);
  const around = { newer: months[at - 1], older: months[at + 1] };
  const text = monthPage(site.context(view), { month, entries, ...around });
  const links = await linkedSince(view, [around.newer, around.older]);
  return { text, modified: Math.max(links, view.changedAt(entries, {})) };
}

export async function makeFeedsPage(site: Site, view: View): Promise<Made> {
  return { text: feedsPage(site.context(view)), modified: view.changes.site };
}
