/** Starts a run: freezes its letter (stores the exact text), then creates the run by one conditional write, as planned or as held. */
import { countSpans } from '../../domain/ledger/id-ranges.ts';
import { isPremature, type Run, withText } from '../../domain/ledger/run.ts';
import { formatLocalTime } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { Assembly } from '../letters/assemble.ts';
import { freezeLetter } from '../letters/frozen-letters.ts';
import { sendHeldAlarm } from '../notices/alarm.ts';
import { fingerprintArticles } from '../release/fingerprint-articles.ts';
import type { View } from '../release/view.ts';
import { estimateActive } from '../subscribers/count-readers.ts';
import { findOwedCorrections, markPrinted } from './corrections.ts';
import { type Obstacle, obstacles } from './obstacles.ts';
import { assembleRun, findNewsletter } from './run-letter.ts';

/** A request for a run: what shall be sent, to which newsletter. */
export type RunRequest = Pick<Run, 'id' | 'kind' | 'of' | 'newsletter' | 'articles'>;

export const emptyRun = (
  sending: RunRequest,
  about: Partial<Run> & Pick<Run, 'state' | 'createdAt'>,
): Run => ({
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

/** Prepares a run with its frozen letter and the obstacles in its way. Nothing is written to the ledger yet. */
export async function prepareRun(
  ports: Pick<DeliveryPorts, 'ledger' | 'mailer' | 'subscribers' | 'blobs' | 'settings'>,
  view: View,
  sending: RunRequest,
): Promise<Ready> {
  const { now } = view;
  const assembly = await assembleRun(ports, view, sending);
  const { letter } = assembly;
  const frozen = await freezeLetter(ports.blobs, letter);
  const run = emptyRun(sending, {
    state: 'planned',
    createdAt: now,
    subject: letter.subject,
    letter: frozen,
    texts: withText(undefined, { letter: frozen, subject: letter.subject, since: now }),
    articles: letter.articles,
    prints: await fingerprintArticles(view, letter.articles),
    spans: countSpans(await estimateActive(ports)),
  });
  return { run, assembly, obstacles: await obstacles(ports, view, run, assembly) };
}

/**
 * Starts a run for the tick. Obstacles hold the run, and the editors hear of them. An alert is held in any case for its newsletter's
 * `hold`, so that an editor can stop it. Returns undefined if another process created the run first.
 */
export async function startRun(
  ports: DeliveryPorts,
  view: View,
  sending: RunRequest,
): Promise<Run | undefined> {
  const { run, obstacles } = await prepareRun(ports, view, sending);
  if (obstacles.length > 0) {
    const held = holdRun(view, run, obstacles);
    // For an alert that starts by itself later, the proof informs the editors.
    if (held.until === undefined) await sendHeldAlarm(ports, held);
    return createRun(ports, view, held);
  }
  const { hold } = findNewsletter(view, run.newsletter);
  const waits = run.kind === 'alert' && hold > 0;
  return createRun(
    ports,
    view,
    waits ? { ...run, state: 'held', reason: ALERT, until: view.now + hold } : run,
  );
}

/**
 * The held run. An alert that only `minGap` holds starts by itself when the gap is over; any other run waits for an editor. A run that
 * must not be sent keeps no letter: once the obstacle is gone it is sent with the text of that day.
 */
export function holdRun(view: View, run: Run, obstacles: readonly Obstacle[]): Run {
  const reason = obstacles.map(({ sentence }) => sentence).join(' ');
  const refused = obstacles.some(({ kind }) => kind === 'refuse');
  const held: Run = { ...run, state: 'held', reason, letter: refused ? undefined : run.letter };
  if (refused) held.texts = [];
  if (run.kind !== 'alert' || refused) return held;
  const { hold } = findNewsletter(view, run.newsletter);
  const until = Math.max(view.now + hold, ...obstacles.flatMap(({ until }) => until ?? []));
  const time = formatLocalTime(until, view.release.index.publication.timezone).slice(11, 16);
  return { ...held, until, reason: `${reason} It goes by itself at ${time}; \`resume\` sends it at once.` };
}

export const ALERT = 'It waits for an editor who may want to stop it, then goes by itself.';

/** Creates the run; undefined if another process was first. A run that a wrong clock created too soon is replaced. */
export async function createRun(
  ports: Pick<DeliveryPorts, 'ledger' | 'doorbell'>,
  view: View,
  run: Run,
): Promise<Run | undefined> {
  const owed = await findOwedCorrections(ports, view, run.newsletter, run.id);
  if (!(await ports.ledger.createRun(run))) {
    const before = await ports.ledger.run(run.id);
    if (!before || !isPremature(before, view.now)) return undefined;
    await ports.ledger.putRun({ ...run, version: before.version });
  }
  await markPrinted(ports, run, owed);
  await ports.doorbell.ring({ kind: 'plan' });
  return run;
}
