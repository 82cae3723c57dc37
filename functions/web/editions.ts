/** Editions in the browser, and the newsletters they belong to. */
import type { Context } from 'hono';
import { BroadsheetError } from '../domain/error.ts';
import { editionPath, newsletterPath } from '../domain/paths.ts';
import { editionsOut, outSince, showDigest, showEdition } from '../flows/show-edition.ts';
import type { View } from '../flows/view.ts';
import { editionPage } from '../pages/edition.ts';
import { newsletterPage } from '../pages/newsletter.ts';
import { moved } from './redirects.ts';
import type { Made, Site } from './site.ts';

const notFound = () => new BroadsheetError('not-found', 'There is no such edition.');

/** An edition by its id, or a digest by its run's. */
export async function makeEdition(site: Site, view: View, id: string): Promise<Made> {
  const edition = await view.release.edition(id);
  if (!edition) return makeDigest(site, view, id);
  if (edition.id !== id) return moved(site.deps.base, editionPath(edition.id));
  const since = await outSince(site.deps, edition, view.now);
  if (since === undefined && !site.deps.preview) throw notFound();
  const { shown, changedAt } = await showEdition(view, edition, since);
  const text = editionPage(site.context(view), shown);
  return since === undefined ? { text, keeping: 'no-store' } : { text, modified: changedAt };
}

async function makeDigest(site: Site, view: View, id: string): Promise<Made> {
  const run = await site.deps.ledger.run(id);
  if (run?.kind !== 'digest' || run.letter === undefined) throw notFound();
  const { shown, changedAt } = await showDigest(view, run);
  return { text: editionPage(site.context(view), shown), modified: changedAt };
}

/** Editions go out without the view noticing, so their number is part of the resource's name. */
export async function showNewsletter(site: Site, c: Context, id: string): Promise<Response> {
  const view = await site.deps.views.current();
  const newsletter = view.release.index.publication.newsletters.find((n) => n.id === id);
  if (!newsletter) throw new BroadsheetError('not-found', 'There is no such newsletter.');
  const { editions, changedAt, next } = await editionsOut(site.deps, view, id);
  return site.show(c, `${newsletterPath(id)} ${editions.length}`, async (latest) => ({
    text: newsletterPage(site.context(latest), { newsletter, editions }),
    modified: changedAt,
    nextChange: next,
  }));
}
