/** Pages of editions and digests in the browser, and pages of the newsletters they belong to. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { slotOfRun } from '../../domain/ledger/run-key.ts';
import { editionPath, newsletterPath } from '../../domain/site/paths.ts';
import { DAY } from '../../domain/time/instant.ts';
import { readSentLetter } from '../../flows/letters/sent-letter.ts';
import type { View } from '../../flows/release/view.ts';
import { findNearEditions, findNextSending } from '../../flows/site/near-editions.ts';
import { findRunOfEdition } from '../../flows/site/sent-editions.ts';
import { type ShownEdition, showDigest, showEdition } from '../../flows/site/show-edition.ts';
import { editionPage } from '../../pages/edition.ts';
import { newsletterPage } from '../../pages/newsletter.ts';
import { modifiedWithSent, SENT_FRESH_FOR } from './latest-letters.ts';
import { NotYet } from './not-found.ts';
import { makeRedirect } from './redirects.ts';
import type { Resource } from './resource.ts';
import type { RouteOutput, Site } from './site.ts';

const editionNotFound = () => new BroadsheetError('not-found', 'There is no such edition.');

const editionNotYet = () => new NotYet('There is no such edition.');

export const getEdition = (site: Site, id: string): Promise<Resource> =>
  site.getOrMake(editionPath(id), (view) => makeEdition(site, view, id));

/** An edition by its id, or a digest by the id of its run. Until the edition is sent, each request asks the ledger again. */
async function makeEdition(site: Site, view: View, id: string): Promise<RouteOutput> {
  const edition = await view.release.edition(id);
  if (!edition) return makeDigest(site, view, id);
  if (edition.id !== id) return makeRedirect(site.deps.base, editionPath(edition.id));
  const sent = await site.sent.edition(edition, view.now);
  // Letters link here from the moment they are sent, and no view changes then. So no cache may keep a 404 of this page.
  if (sent === undefined && !site.deps.preview) throw editionNotYet();
  const run = sent && (await findRunOfEdition(site.deps.ledger, edition));
  const letter = run && (await readSentLetter(site.deps.blobs, run));
  return renderEdition(site, view, await showEdition(view, edition, sent, letter), run);
}

async function makeDigest(site: Site, view: View, id: string): Promise<RouteOutput> {
  const run = await site.deps.ledger.run(id);
  if (run === undefined && isDueSoon(view, id)) throw editionNotYet();
  if (run?.kind !== 'digest' || run.letter === undefined) throw editionNotFound();
  const sent = await site.sent.digest(run);
  if (sent === undefined && !site.deps.preview) throw editionNotYet();
  const letter = sent && (await readSentLetter(site.deps.blobs, run));
  return renderEdition(site, view, await showDigest(view, run, sent, letter), run);
}

/** A digest has no run before its scheduled time, but its id can be guessed. A 404 of an early request must not be kept for its readers. */
function isDueSoon({ release, now }: View, id: string): boolean {
  const slot = id.startsWith('d_') ? slotOfRun(id, release.index.publication.timezone) : undefined;
  return slot !== undefined && Math.abs(slot - now) < DAY;
}

/** Makes the page. The page of a paused run is not cached: resuming may change the letter, and no view changes then. */
async function renderEdition(
  site: Site,
  view: View,
  { shown, changedAt }: ShownEdition,
  run?: Run,
): Promise<RouteOutput> {
  if (shown.state === 'hidden')
    return { text: editionPage(site.context(view), shown), cachePolicy: 'no-store' };
  const near = await findNearEditions(site.sent, view, { id: shown.id, newsletter: shown.newsletter.id });
  const text = editionPage(site.context(view), shown, near);
  if (run?.state === 'paused') return { text, cachePolicy: 'no-store' };
  const modified = modifiedWithSent(view, changedAt, [near.newer, near.older]);
  return { text, freshFor: SENT_FRESH_FOR, ...(modified !== undefined && { modified }) };
}

/** Sending an edition changes no view, so the number of sent editions is part of the resource's name. */
export async function getNewsletter(site: Site, id: string): Promise<Resource> {
  const view = await site.deps.views.current();
  const newsletter = view.release.index.publication.newsletters.find((n) => n.id === id);
  if (!newsletter) throw new BroadsheetError('not-found', 'There is no such newsletter.');
  const editions = await site.sent.list(view, id);
  const { changes } = view;
  const changedAt = editions.map((one) => Math.max(one.since, changes.editions[one.id] ?? 0));
  return site.getOrMake(`${newsletterPath(id)} ${editions.length}`, async (latest) => ({
    text: newsletterPage(site.context(latest), { newsletter, editions }),
    modified: Math.max(changes.site, ...changedAt),
    nextChange: await findNextSending(latest, id),
  }));
}
