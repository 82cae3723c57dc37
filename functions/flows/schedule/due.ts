/** Lists what is due or will be: editions by their time, digests by their slots, alerts by their articles. */
import type { Entry } from '../../domain/content/article.ts';
import { alertRun, digestRun, editionRun, slotKey } from '../../domain/ledger/run-key.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { slotAfter, slotBefore } from '../../domain/publication/schedule.ts';
import { type Due, MAX_LATENESS } from '../../domain/schedule/due.ts';
import type { View } from '../release/view.ts';

/** Leaves out sendings that lie too far back. For those that an earlier tick saw coming, `isStillDue` decides. */
export async function listDue(view: View): Promise<Due[]> {
  const { publication } = view.release.index;
  const ids = new Set(publication.newsletters.filter((n) => !n.retired).map((n) => n.id));
  const found = [
    ...publication.newsletters.flatMap((newsletter) => listDueDigests(view, newsletter)),
    ...(await listDueEditions(view)),
    ...(await listDueAlerts(view)),
  ];
  return found.filter((due) => ids.has(due.newsletter) && due.at > view.now - MAX_LATENESS);
}

function listDueDigests(view: View, { id, kind, schedule }: Newsletter): Due[] {
  if (kind !== 'digest' || !schedule) return [];
  const zone = view.release.index.publication.timezone;
  return [slotBefore(schedule, zone, view.now), slotAfter(schedule, zone, view.now)].map((at) => {
    const slot = slotKey(at, zone);
    return { id: digestRun(id, slot), kind: 'digest', of: `${id}/${slot}`, newsletter: id, at };
  });
}

async function listDueEditions(view: View): Promise<Due[]> {
  const editions = await view.release.editions();
  return editions.flatMap(({ id, newsletter, sendAt }) =>
    sendAt === undefined ? [] : [{ id: editionRun(id), kind: 'edition', of: id, newsletter, at: sendAt }],
  );
}

async function listDueAlerts(view: View): Promise<Due[]> {
  const articles = [...(await view.since(view.now - MAX_LATENESS)), ...(await view.hidden())];
  return articles.flatMap((entry) => toDueAlert(entry) ?? []);
}

const toDueAlert = ({ id, alert, draft, date }: Entry): Due | undefined =>
  alert === undefined || draft
    ? undefined
    : { id: alertRun(id), kind: 'alert', of: id, newsletter: alert, at: date };

/** True if a sending that an earlier tick saw still stands: it was not removed or moved, and its newsletter was not retired. */
export async function isStillDue(view: View, due: Due): Promise<boolean> {
  const newsletter = view.release.index.publication.newsletters.find(({ id }) => id === due.newsletter);
  if (!newsletter || newsletter.retired) return false;
  if (due.kind === 'digest') return newsletter.kind === 'digest';
  if (due.kind === 'edition') return (await view.release.edition(due.of))?.sendAt === due.at;
  const found = await view.byId(due.of);
  return found?.kind === 'visible' && toDueAlert(found.entry)?.at === due.at;
}
