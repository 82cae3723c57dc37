/** Starts a due sending, exactly once, or records that it was missed because nothing ran at its time. */
import type { Due } from '../../domain/schedule/due.ts';
import { formatLocalTime } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { sendAlarm } from '../notices/alarm.ts';
import type { View } from '../release/view.ts';
import { refuseSentBefore } from './already-sent.ts';
import { selectDigestArticles } from './digest-articles.ts';
import { findNewsletter } from './run-letter.ts';
import { createRun, emptyRun, startRun } from './start-run.ts';

/** Does nothing if the edition or alert was sent under another id. */
export async function startDueRun(
  ports: DeliveryPorts,
  view: View,
  due: Due,
  decision: 'start' | 'missed',
): Promise<void> {
  if (await refuseSentBefore(ports, view, due)) return;
  await (decision === 'start' ? startSending : recordMissed)(ports, view, due);
}

async function startSending(ports: DeliveryPorts, view: View, due: Due): Promise<void> {
  const { id, kind, of, newsletter } = due;
  const articles = kind === 'digest' ? await selectDigestArticles(ports, view, due) : [];
  const sending = { id, kind, of, newsletter, articles };
  if (kind === 'digest' && articles.length === 0) {
    const reason = 'Nothing new was visible when its slot came.';
    const about = { state: 'empty', reason, createdAt: view.now, endedAt: view.now } as const;
    await createRun(ports, view, emptyRun(sending, about));
    return;
  }
  await startRun(ports, view, sending);
}

const MISSED_REASON = 'Its time passed while nothing ran here.';
const BLANK_REMEDY = 'Nobody lacks a letter: nothing in it is unsent so far.';

async function recordMissed(ports: DeliveryPorts, view: View, due: Due): Promise<void> {
  const { id, kind, of, newsletter } = due;
  // The call also stores where a newsletter's first digest begins.
  const isBlank = kind === 'digest' && (await selectDigestArticles(ports, view, due)).length === 0;
  const subject = await findSubject(view, due);
  const sending = { id, kind, of, newsletter, articles: [] };
  const run = emptyRun(sending, { state: 'missed', reason: MISSED_REASON, createdAt: view.now, subject });
  const command = isBlank ? `plan ${id}` : `send ${kind === 'edition' ? of : id}`;
  const remedy = isBlank
    ? `${BLANK_REMEDY} \`${command}\` shows what comes later.`
    : `\`${command}\` sends it now.`;
  await sendAlarm(ports, { run, message: MISSED_REASON, remedy, command });
  await ports.ledger.createRun(run);
}

/** The subject of a run without a letter. A digest is distinguished by its slot. */
async function findSubject(view: View, { kind, of, newsletter, at }: Due): Promise<string> {
  const { name } = findNewsletter(view, newsletter);
  if (kind === 'edition') return (await view.release.edition(of))?.subject ?? name;
  if (kind === 'digest')
    return `${name}, ${formatLocalTime(at, view.release.index.publication.timezone).slice(0, 16).replace('T', ' ')}`;
  const found = await view.byId(of);
  return found && 'entry' in found ? found.entry.title : name;
}
