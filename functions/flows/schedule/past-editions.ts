/** Alarms the editors about a new edition whose `sendAt` is long past: no tick sends it, and nothing else would tell them. */
import type { EditionEntry } from '../../domain/content/edition.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { editionRun } from '../../domain/ledger/run-key.ts';
import { isLongPast, MAX_LATENESS } from '../../domain/schedule/due.ts';
import { formatLocalTime, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { sendAlarm } from '../notices/alarm.ts';
import { openRelease } from '../release/open-release.ts';
import type { View } from '../release/view.ts';
import { emptyRun } from './start-run.ts';

/** The most past editions that are told one by one. More at once are an imported archive and get one message. */
export const ARCHIVE = 5;

/** The sentence about an edition's past `sendAt`. */
export const pastSentence = (sendAt: Instant, zone: string): string =>
  `Its \`sendAt\`, ${formatLocalTime(sendAt, zone).replace('T', ' ')}, was past when it came: nothing sends it by itself.`;

/** The ledger's key for the hash of the release that the last tick saw. */
const SEEN_RELEASE_KEY = 'release-seen';

/**
 * Compares a new release with the one before, once, and alarms about past editions that are new or have another time. The first release
 * of a publication is an archive and causes no alarm.
 */
export async function tellPast(ports: DeliveryPorts, view: View): Promise<void> {
  // Most ticks stop here without a read. A release that is live for longer was compared, or the next release is compared with it.
  if (view.pointer.flippedAt < view.now - MAX_LATENESS) return;
  const { hash } = view.release;
  const seen = await ports.ledger.getState(SEEN_RELEASE_KEY);
  if (seen === hash) return;
  const before = seen === undefined ? undefined : await readTimes(ports, seen);
  if (before) await sendAlarms(ports, view, await findNewlyPast(ports, view, before));
  await ports.ledger.setState(SEEN_RELEASE_KEY, hash);
}

type Times = ReadonlyMap<string, Instant | undefined>;

/** The `sendAt` of each edition of a release, by id; undefined if the release is no longer kept. */
async function readTimes({ blobs }: Pick<DeliveryPorts, 'blobs'>, hash: string): Promise<Times | undefined> {
  try {
    const editions = await (await openRelease(blobs, hash)).editions();
    return new Map(editions.map(({ id, sendAt }) => [id, sendAt]));
  } catch (error) {
    if (isBroadsheetError(error) && ['not-found', 'broken'].includes(error.code)) return undefined;
    throw error;
  }
}

async function findNewlyPast(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  before: Times,
): Promise<EditionEntry[]> {
  const found: EditionEntry[] = [];
  for (const entry of await view.release.editions()) {
    if (!isLongPast(entry, view.now) || (before.has(entry.id) && before.get(entry.id) === entry.sendAt))
      continue;
    if (await ledger.run(editionRun(entry.id))) continue;
    const aliases = (await view.release.edition(entry.id))?.aliases ?? [];
    if (!aliases.some((alias) => before.has(alias))) found.push(entry);
  }
  return found;
}

async function sendAlarms(ports: DeliveryPorts, view: View, found: readonly EditionEntry[]): Promise<void> {
  const { timezone } = view.release.index.publication;
  const all = found.length > ARCHIVE ? found.slice(0, 1) : found;
  for (const { id, newsletter, subject, sendAt } of all) {
    const sending = { id: editionRun(id), kind: 'edition', of: id, newsletter, articles: [] } as const;
    const about = { state: 'missed', reason: '', createdAt: view.now, subject } as const;
    const others = all === found ? '' : ` So it is with ${found.length - 1} more that came with it.`;
    await sendAlarm(ports, {
      run: emptyRun(sending, about),
      message: pastSentence(sendAt!, timezone) + others,
      remedy: `If it is to go: mend its date, or \`send ${id}\`.`,
    });
  }
}
