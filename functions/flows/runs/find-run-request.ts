/** Resolves the name given to `plan` or `send`: an existing run, an edition, or the alert of an article. */
import { BroadsheetError } from '../../domain/error.ts';
import { isStopped, type Run } from '../../domain/ledger/run.ts';
import { alertRun, editionRun, slotOfRun } from '../../domain/ledger/run-key.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { View } from '../release/view.ts';
import { selectDigestArticles } from '../schedule/digest-articles.ts';
import { gone } from '../schedule/run-letter.ts';
import type { RunRequest } from '../schedule/start-run.ts';

export type FoundRunRequest = { sending: RunRequest; run: Run | undefined };

/** Finds by run id, edition id or alias, or the id of an alert's article. Throws `not-found`. */
export async function findRunRequest(
  ports: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  name: string,
): Promise<FoundRunRequest> {
  const { ledger } = ports;
  const named = await ledger.run(name);
  if (named) return { sending: named, run: named };
  const fresh = (await findEdition(view, name)) ?? (await findAlert(view, name));
  const run =
    (await ledger.run(fresh?.id ?? editionRun(name))) ??
    (await ledger.run(alertRun(name))) ??
    (fresh?.kind === 'edition' ? await findRunOfAlias(ports, view, fresh.of) : undefined);
  if (run) return { sending: run, run };
  if (fresh) return { sending: fresh, run: undefined };
  if (view.release.index.publication.newsletters.some(({ id }) => id === name)) throw newsletterNamed(name);
  throw /^[ad]_/.test(name) ? noSuchRun(name) : gone(`The edition ${name}`);
}

/** The run of an edition that was sent under an earlier id. */
async function findRunOfAlias(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  edition: string,
): Promise<Run | undefined> {
  for (const alias of (await view.release.edition(edition))?.aliases ?? []) {
    const run = await ledger.run(editionRun(alias));
    if (run) return run;
  }
  return undefined;
}

const newsletterNamed = (name: string) =>
  new BroadsheetError('not-found', `${name} is a newsletter, not one of its letters.`, {
    remedy: 'Name an edition of it, or the run of a digest as `status` shows it.',
  });

const noSuchRun = (name: string) =>
  new BroadsheetError('not-found', `There is no run ${name}, and no article with such an alert is visible.`, {
    remedy: 'See `status` for the runs there are. A digest has a run once its time has come.',
  });

async function findEdition(view: View, name: string): Promise<RunRequest | undefined> {
  const edition = await view.release.edition(name);
  if (!edition) return undefined;
  const { id, newsletter } = edition;
  return { id: editionRun(id), kind: 'edition', of: id, newsletter, articles: [] };
}

/** The alert of an article that no tick has started, because it is older than the first tick or was published late. */
async function findAlert(view: View, name: string): Promise<RunRequest | undefined> {
  for (const id of [name, name.replace(/^a_/, '')]) {
    const found = await view.byId(id);
    if (found?.kind !== 'visible' || found.entry.alert === undefined) continue;
    const { alert: newsletter } = found.entry;
    return { id: alertRun(found.entry.id), kind: 'alert', of: found.entry.id, newsletter, articles: [] };
  }
  return undefined;
}

/**
 * The request as it would be sent now. A missed or stopped digest has the articles that were new at its slot or since, without those that
 * another run has carried. Throws `refused` if none is left.
 */
export async function makeCurrentRequest(
  ports: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  { sending, run }: FoundRunRequest,
): Promise<RunRequest> {
  if (run?.kind !== 'digest' || !(run.state === 'missed' || isStopped(run))) return sending;
  const at = slotOfRun(run.id, view.release.index.publication.timezone) ?? view.now;
  const articles = await selectDigestArticles(ports, view, { newsletter: run.newsletter, at });
  if (articles.length > 0) return { ...sending, articles };
  throw new BroadsheetError('refused', `There is nothing in ${run.id} that was not sent since.`, {
    remedy: 'The next digest has what is new then.',
  });
}
