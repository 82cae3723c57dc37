/** The tick: starts what is due, lets go what was held, notices what is stuck. Any number of ticks at once is one tick. */
import { callOf, type Due, FIRST_TICK } from '../domain/due.ts';
import { localText } from '../domain/instant.ts';
import { alarm } from './alarm.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { digestArticles } from './digest-articles.ts';
import { dueOf, stillDue } from './due.ts';
import { tellPast } from './past-editions.ts';
import { newsletterOf } from './run-letter.ts';
import { createRun, emptyRun, isPremature, startRun } from './start-run.ts';
import { tidy } from './tidy.ts';
import { refuseTwice } from './told-before.ts';
import type { View } from './view.ts';
import { watchRuns } from './watch-runs.ts';

export async function tick(ports: DeliveryPorts): Promise<void> {
  const view = await ports.views.current();
  const failed = ports.settings.automatic ? await startDue(ports, view) : [];
  await watchRuns(ports, view);
  await tidy(ports, view.now);
  if (failed.length > 0) throw failed[0];
}

/** What cannot be started keeps nothing else from it: its errors are returned, and it is tried again at the next tick. */
async function startDue(ports: DeliveryPorts, view: View): Promise<unknown[]> {
  const firstTick = await firstTickOf(ports, view.now);
  const known = await recall(ports);
  const due = new Map((await dueOf(view)).map((one) => [one.id, one]));
  for (const one of known.values()) if (!due.has(one.id) && (await stillDue(view, one))) due.set(one.id, one);
  const coming: Due[] = [];
  const failed: unknown[] = [];
  for (const one of due.values()) {
    const run = await ports.ledger.run(one.id);
    if (one.at < firstTick || (run && !isPremature(run, view.now))) continue;
    const call = callOf(one, view.now, firstTick, known.has(one.id));
    if (call === 'wait') coming.push(one);
    if (call !== 'start' && call !== 'missed') continue;
    try {
      if (await refuseTwice(ports, view, one)) continue;
      await (call === 'start' ? start : miss)(ports, view, one);
    } catch (error) {
      failed.push(error);
      coming.push(one);
    }
  }
  await remember(ports, known, coming);
  await tellPast(ports, view);
  return failed;
}

async function start(ports: DeliveryPorts, view: View, due: Due): Promise<void> {
  const { id, kind, of, newsletter } = due;
  const articles = kind === 'digest' ? await digestArticles(ports, view, due) : [];
  const sending = { id, kind, of, newsletter, articles };
  if (kind === 'digest' && articles.length === 0) {
    const reason = 'Nothing new was visible when its slot came.';
    const about = { state: 'empty', reason, createdAt: view.now, endedAt: view.now } as const;
    await createRun(ports, view, emptyRun(sending, about));
    return;
  }
  await startRun(ports, view, sending);
}

const MISSED = 'Its time passed while nothing ran here.';
const BLANK = 'Nobody lacks a letter: nothing in it is unsent so far.';

async function miss(ports: DeliveryPorts, view: View, due: Due): Promise<void> {
  const { id, kind, of, newsletter } = due;
  // Also keeps where a newsletter's first digest begins.
  const isBlank = kind === 'digest' && (await digestArticles(ports, view, due)).length === 0;
  const subject = await subjectOf(view, due);
  const sending = { id, kind, of, newsletter, articles: [] };
  const run = emptyRun(sending, { state: 'missed', reason: MISSED, createdAt: view.now, subject });
  const command = isBlank ? `plan ${id}` : `send ${kind === 'edition' ? of : id}`;
  const remedy = isBlank ? `${BLANK} \`${command}\` shows what comes later.` : `\`${command}\` sends it now.`;
  await alarm(ports, { run, message: MISSED, remedy, command });
  await ports.ledger.createRun(run);
}

/** Of what has no letter yet. A digest is told from others of its newsletter by its slot. */
async function subjectOf(view: View, { kind, of, newsletter, at }: Due): Promise<string> {
  const { name } = newsletterOf(view, newsletter);
  if (kind === 'edition') return (await view.release.edition(of))?.subject ?? name;
  if (kind === 'digest')
    return `${name}, ${localText(at, view.release.index.publication.timezone).slice(0, 16).replace('T', ' ')}`;
  const found = await view.byId(of);
  return found && 'entry' in found ? found.entry.title : name;
}

/**
 * Nothing older than the first tick ever goes by itself: an archive that is moved here is not news. A first tick that is still
 * to come was that of a clock that ran ahead.
 */
async function firstTickOf({ ledger }: DeliveryPorts, now: number): Promise<number> {
  const known = await ledger.memory(FIRST_TICK);
  if (known !== undefined && Number(known) <= now) return Number(known);
  await ledger.remember(FIRST_TICK, String(now));
  return now;
}

const COMING = 'coming';

/** What earlier ticks have seen coming. */
async function recall({ ledger }: DeliveryPorts): Promise<Map<string, Due>> {
  const known = JSON.parse((await ledger.memory(COMING)) ?? '[]') as Due[];
  return new Map(known.map((due) => [due.id, due]));
}

async function remember(
  { ledger }: DeliveryPorts,
  known: Map<string, Due>,
  coming: readonly Due[],
): Promise<void> {
  const text = JSON.stringify(coming);
  if (text !== JSON.stringify([...known.values()])) await ledger.remember(COMING, text);
}
