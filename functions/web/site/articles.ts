/** Pages of articles at their own paths: visible, redirected, withdrawn (410) or, in preview, not yet published. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { monthOf } from '../../domain/time/month.ts';
import { readRelated, readSeriesPlace } from '../../flows/release/terms.ts';
import type { View } from '../../flows/release/view.ts';
import { articlePage } from '../../pages/article.ts';
import { gonePage } from '../../pages/error.ts';
import { GONE_CACHE_POLICY, policyWithMedia } from '../http/headers.ts';
import { makeRedirect } from './redirects.ts';
import type { RouteOutput, Site } from './site.ts';

const articleNotFound = () => new BroadsheetError('not-found', 'There is no such article.');

/** Throws `not-found`. Drafts and articles with a later date exist in preview only. */
export async function makeArticle(site: Site, view: View, slug: string): Promise<RouteOutput> {
  const found = await view.article(slug.normalize('NFC'));
  if (!found) throw articleNotFound();
  if (found.kind === 'redirect') return makeRedirect(site.deps.base, found.to);
  if (found.kind === 'gone') {
    const text = gonePage(site.context(view), { note: found.note });
    return { text, status: 410, cachePolicy: GONE_CACHE_POLICY };
  }
  if (found.kind === 'hidden' && !site.deps.preview) throw articleNotFound();
  const { kind: state, entry } = found;
  const fragment = await view.release.fragment(entry);
  const { modified, ...around } = state === 'visible' ? await readSurroundings(view, entry) : NOTHING_AROUND;
  const text = articlePage(site.context(view), { entry, fragment, state, ...around });
  const made = state === 'hidden' ? { text, cachePolicy: 'no-store' as const } : { text, modified };
  return { ...made, ...mediaFields(site, entry) };
}

/** A recording elsewhere needs its origin in the policy of the page. */
function mediaFields({ security }: Site, { audio }: Entry): Pick<RouteOutput, 'fields'> {
  if (!audio || audio.href.startsWith('/')) return {};
  const name = 'Content-Security-Policy';
  return { fields: { [name]: policyWithMedia(security[name]!, audio.href) } };
}

const NOTHING_AROUND = { newer: undefined, older: undefined, modified: 0 };

/** The articles that the page leads to: before and after, in its series, and related ones. Each of them changes the page. */
async function readSurroundings(view: View, entry: Entry) {
  const { newer, older, modified } = await readNeighbours(view, entry);
  const series = await readSeriesPlace(view, entry);
  const linked = [entry, newer, older, series?.previous, series?.next].flatMap((one) => one?.id ?? []);
  const related = await readRelated(view, entry, new Set(linked));
  const others = [series?.previous, series?.next, ...related.entries].filter((one) => one !== undefined);
  return {
    ...{ newer, older, related: related.entries },
    ...(series && { series }),
    modified: Math.max(
      ...[modified, related.changedAt, series?.changedAt ?? 0],
      others.length > 0 ? view.changedAt(others, {}) : 0,
    ),
  };
}

type Neighbours = { newer: Entry | undefined; older: Entry | undefined; modified: number };

/** The visible articles before and after this one, also in other months. The page changes when one of them changes or disappears. */
async function readNeighbours(view: View, entry: Entry): Promise<Neighbours> {
  const months = (await view.months()).map((m) => m.month);
  const at = months.indexOf(monthOfEntry(view, entry));
  const shown = await view.month(months[at] ?? '');
  const i = shown.findIndex((e) => e.id === entry.id);
  const newer = shown[i - 1] ?? (await view.month(months[at - 1] ?? '')).at(-1);
  const older = shown[i + 1] ?? (await view.month(months[at + 1] ?? ''))[0];
  const printed = [newer, entry, older].filter((e) => e !== undefined);
  // If both neighbours lie in the entry's month, the page never showed an article of another month.
  const month = monthOfEntry(view, entry);
  const enclosed =
    newer && older && monthOfEntry(view, newer) === month && monthOfEntry(view, older) === month;
  return { newer, older, modified: view.changedAt(printed, enclosed ? { month } : {}) };
}

const monthOfEntry = (view: View, entry: Entry): string =>
  monthOf(entry.date, view.release.index.publication.timezone);
