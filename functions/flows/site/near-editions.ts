/** Finds a newsletter's latest sent edition, and the sent editions before and after one, with few look-ups however long the archive is. */
import type { EditionEntry } from '../../domain/content/edition.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { View } from '../release/view.ts';
import type { SentEdition, SentEditions } from './sent-editions.ts';

type SentList = Pick<SentEditions, 'list'>;

/** Editions beside the present instant, or beside another edition, that are looked up. Mostly the first of them was sent. */
const MAX_LOOKED_UP = 6;

/** Undefined if the newsletter has sent none. */
export async function findLatestEdition(
  sent: SentList,
  view: View,
  newsletter: string,
): Promise<SentEdition | undefined> {
  const own = await listOwn(view, newsletter);
  const near = pickNearNow(own, view.now);
  const [latest] = await sent.list(view, newsletter, near);
  if (latest || near.length === own.length) return latest;
  return (await sent.list(view, newsletter))[0];
}

/** An edition without a time is sent by hand, so it may be the latest one. */
function pickNearNow(own: readonly EditionEntry[], now: number): EditionEntry[] {
  const byHand = own.filter(({ sendAt }) => sendAt === undefined);
  const past = own.filter(({ sendAt }) => sendAt !== undefined && sendAt <= now);
  const coming = own.filter(({ sendAt }) => sendAt !== undefined && sendAt > now);
  return [
    ...byHand.slice(0, MAX_LOOKED_UP),
    ...coming.slice(-MAX_LOOKED_UP),
    ...past.slice(0, MAX_LOOKED_UP),
  ];
}

const listOwn = async (view: View, newsletter: string): Promise<readonly EditionEntry[]> =>
  (await view.release.editions()).filter((one) => one.newsletter === newsletter);

export type NearEditions = { newer: SentEdition | undefined; older: SentEdition | undefined };

/** `id`: of a sent edition or digest. */
export async function findNearEditions(
  sent: SentList,
  view: View,
  { id, newsletter }: { id: string; newsletter: string },
): Promise<NearEditions> {
  const own = await listOwn(view, newsletter);
  const i = own.findIndex((one) => one.id === id);
  const byHand = own.filter(({ sendAt }) => sendAt === undefined);
  const timed = i < 0 ? own : own.slice(Math.max(0, i - MAX_LOOKED_UP), i + MAX_LOOKED_UP + 1);
  const all = await sent.list(view, newsletter, [...new Set([...timed, ...byHand])]);
  const at = all.findIndex((one) => one.id === id);
  return at < 0 ? { newer: undefined, older: undefined } : { newer: all[at - 1], older: all[at + 1] };
}

/** The instant of the next edition, of any newsletter unless one is named: shared caches must ask again then. */
export async function findNextSending(view: View, newsletter?: string): Promise<Instant | undefined> {
  const coming = (await view.release.editions()).flatMap((one) =>
    one.sendAt !== undefined &&
    one.sendAt > view.now &&
    (newsletter === undefined || one.newsletter === newsletter)
      ? [one.sendAt]
      : [],
  );
  return coming.length > 0 ? coming.reduce((a, b) => Math.min(a, b)) : undefined;
}
