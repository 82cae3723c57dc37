/** Assembles the letter of a run from the current content. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { slotOfRun } from '../../domain/ledger/run-key.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import {
  type Assembly,
  type AssemblyExtra,
  assembleAlert,
  assembleDigest,
  assembleEdition,
} from '../letters/assemble.ts';
import type { View } from '../release/view.ts';
import { findOwedCorrections } from './corrections.ts';

export const gone = (what: string) =>
  new BroadsheetError('not-found', `${what} is not in the release that is live.`, {
    remedy: 'Check its id, and that what you mean is published.',
  });

const notVisible = (article: string) =>
  new BroadsheetError(
    'not-found',
    `The article ${article} is not on the site: withdrawn, a draft, or to come.`,
    {
      remedy: `Put it back (\`withdraw ${article} --undo\`), or \`cancel\` its alert.`,
    },
  );

/** Finds a newsletter, also a retired one, because an old run keeps its newsletter. Throws `not-found`. */
export function findNewsletter(view: View, id: string): Newsletter {
  const found = view.release.index.publication.newsletters.find((newsletter) => newsletter.id === id);
  if (!found) throw gone(`The newsletter ${id}`);
  return found;
}

/** The fields that identify a run's content. `articles`: those of a digest, fixed when its slot came. */
export type RunSubject = Pick<Run, 'id' | 'kind' | 'of' | 'newsletter' | 'articles'>;

/** Throws `not-found` if the edition or the alert's article no longer exists. */
export async function assembleRun(
  ports: Pick<DeliveryPorts, 'ledger' | 'settings'>,
  view: View,
  run: RunSubject,
  options: { preview?: boolean } = {},
): Promise<Assembly> {
  const corrections = await findOwedCorrections(ports, view, run.newsletter, run.id);
  const extra: AssemblyExtra = { base: ports.settings.base, corrections, ...options };
  if (run.kind === 'edition') {
    const edition = await view.release.edition(run.of);
    if (!edition) throw gone(`The edition ${run.of}`);
    return assembleEdition(view, edition, extra);
  }
  const entries = await readVisible(view, run.kind === 'alert' ? [run.of] : run.articles);
  if (run.kind === 'alert') {
    if (!entries[0]) throw notVisible(run.of);
    return assembleAlert(view, entries[0], extra);
  }
  const slot = slotOfRun(run.id, view.release.index.publication.timezone) ?? view.now;
  return assembleDigest(view, findNewsletter(view, run.newsletter), entries, { ...extra, slot });
}

/** True if no article of the run's letter was taken down since. An article that only a clock set back hides counts as visible. */
export async function isStillVisible(
  view: View,
  { articles, createdAt }: Pick<Run, 'articles' | 'createdAt'>,
): Promise<boolean> {
  const found = await Promise.all(articles.map((id) => view.byId(id)));
  return found.every(
    (article) =>
      article?.kind === 'visible' ||
      (article?.kind === 'hidden' && !article.entry.draft && article.entry.date <= createdAt),
  );
}

async function readVisible(view: View, ids: readonly string[]) {
  const found = await Promise.all(ids.map((id) => view.byId(id)));
  return found.flatMap((article) => (article?.kind === 'visible' ? [article.entry] : []));
}
