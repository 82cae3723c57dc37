/** Starting a run: the letter is frozen, then one conditional write makes the run; it goes, or is held and says why. */
import { spansFor } from '../../domain/ledger/id-ranges.ts';
import { isPremature, type Run, withText } from '../../domain/ledger/run.ts';
import { localText } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { Assembly } from '../letters/assemble.ts';
import { freeze } from '../letters/frozen-letters.ts';
import { alarmHeld } from '../notices/alarm.ts';
import { printsOf } from '../release/fingerprint-articles.ts';
import type { View } from '../release/view.ts';
import { estimateActive } from '../subscribers/count-readers.ts';
import { markPrinted, outstanding } from './corrections.ts';
import { type Obstacle, obstacles } from './obstacles.ts';
import { assembleRun, newsletterOf } from './run-letter.ts';

/** What is to be sent. */
export type Sending = Pick<Run, 'id' | 'kind' | 'of' | 'newsletter' | 'articles'>;

export const emptyRun = (sending: Sending, about: Partial<Run> & Pick<Run, 'state' | 'createdAt'>): Run => ({
  subject: '',
  letter: undefined,
  reason: '',
  cutoff: about.createdAt,
  until: undefined,
  spans: 1,
  endedAt: undefined,
  passes: 1,
  version: 1,
  id: sending.id,
  kind: sending.kind,
  of: sending.of,
  newsletter: sending.newsletter,
  articles: sending.articles,
  ...about,
});

export type Ready = { run: Run; assembly: Assembly; obstacles: readonly Obstacle[] };

/** The run as it would be made now, its letter frozen; nothing of it is in the ledger yet. */
export async function prepareRun(
  ports: Pick<DeliveryPorts, 'ledger' | 'mailer' | 'subscribers' | 'blobs' | 'settings'>,
  view: View,
  sending: Sending,
): Promise<Ready> {
  const { now } = view;
  const assembly = await assembleRun(ports, view, sending);
  const { letter } = assembly;
  const frozen = await freeze(ports.blobs, letter);
  const run = emptyRun(sending, {
    state: 'planned',
    createdAt: now,
    subject: letter.subject,
    letter: frozen,
    texts: withText(undefined, { letter: frozen, subject: letter.subject, since: now }),
    articles: letter.articles,
    prints: await printsOf(view, letter.articles),
    spans: spansFor(await estimateActive(ports)),
  });
  return { run, assembly, obstacles: await obstacles(ports, view, run, assembly) };
}

/** By the tick: what is in the way holds it, and the editors hear of it. An alert waits for them in any case. */
export async function startRun(ports: DeliveryPorts, view: View, sending: Sending): Promise<Run | undefined> {
  const { run, obstacles } = await prepareRun(ports, view, sending);
  if (obstacles.length > 0) {
    const held = heldBy(view, run, obstacles);
    // Of an alert that goes by itself the proof tells.
    if (held.until === undefined) await alarmHeld(ports, held);
    return createRun(ports, view, held);
  }
  const { hold } = newsletterOf(view, run.newsletter);
  const waits = run.kind === 'alert' && hold > 0;
  return createRun(
    ports,
    view,
    waits ? { ...run, state: 'held', reason: ALERT, until: view.now + hold } : run,
  );
}

/**
 * An alert is urgent: what `minGap` alone holds goes by itself when the gap is over. Everything else waits for somebody. What
 * may not be sent as it is has no letter that may: only today's text, once the obstacle is gone.
 */
export function heldBy(view: View, run: Run, obstacles: readonly Obstacle[]): Run {
  const reason = obstacles.map(({ sentence }) => sentence).join(' ');
  const refused = obstacles.some(({ kind }) => kind === 'refuse');
  const held: Run = { ...run, state: 'held', reason, letter: refused ? undefined : run.letter };
  if (refused) held.texts = [];
  if (run.kind !== 'alert' || refused) return held;
  const { hold } = newsletterOf(view, run.newsletter);
  const until = Math.max(view.now + hold, ...obstacles.flatMap(({ until }) => until ?? []));
  const time = localText(until, view.release.index.publication.timezone).slice(11, 16);
  return { ...held, until, reason: `${reason} It goes by itself at ${time}; \`resume\` sends it at once.` };
}

export const ALERT = 'It waits for an editor who may want to stop it, then goes by itself.';

/** undefined: somebody else made it first. What was made too soon is made anew. */
export async function createRun(
  ports: Pick<DeliveryPorts, 'ledger' | 'doorbell'>,
  view: View,
  run: Run,
): Promise<Run | undefined> {
  const owed = await outstanding(ports, view, run.newsletter, run.id);
  if (!(await ports.ledger.createRun(run))) {
    const before = await ports.ledger.run(run.id);
    if (!before || !isPremature(before, view.now)) return undefined;
    await ports.ledger.putRun({ ...run, version: before.version });
  }
  await markPrinted(ports, run, owed);
  await ports.doorbell.ring({ kind: 'plan' });
  return run;
}
