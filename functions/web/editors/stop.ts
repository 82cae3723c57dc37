/** Routes of the links in a proof: GET shows the run, POST stops or releases it. */
import type { Context, Hono } from 'hono';
import { isBroadsheetError } from '../../domain/error.ts';
import { isLive, isStopped, type Run } from '../../domain/ledger/run.ts';
import { signReleaseToken } from '../../domain/notices/notice.ts';
import type { DeliveryPorts } from '../../flows/ledger/delivery-ports.ts';
import { findRunOfStopLink, releaseByLink, requireSendable, stopByLink } from '../../flows/runs/control.ts';
import { readRecipientCount } from '../../flows/schedule/recipient-count.ts';
import { type Note, notePage } from '../../pages/note.ts';
import type { PageContext } from '../../pages/parts/context.ts';
import { type ReleaseView, releasePage, stopPage, stoppedPage } from '../../pages/stop.ts';
import { guardForms } from '../readers/form.ts';

export type StopPorts = Pick<
  DeliveryPorts,
  'ledger' | 'secrets' | 'clock' | 'subscribers' | 'views' | 'doorbell'
> & {
  context(): Promise<PageContext>;
};

export function mountStop(app: Hono, ports: StopPorts): void {
  guardForms(app, '/stop/*');
  guardForms(app, '/release/*');
  app.get('/stop/:token', async (c) =>
    showStop(c, ports, await findRunOfStopLink(ports, c.req.param('token')), c.req.param('token')),
  );
  app.post('/stop/:token', async (c) => {
    const run = await stopByLink(ports, c.req.param('token'));
    return isStopped(run) ? showStopped(c, ports, run) : showNote(c, ports, run);
  });
  app.get('/release/:token', async (c) => {
    const token = c.req.param('token');
    const run = await findRunOfStopLink(ports, token, 'release');
    if (run.state !== 'held' && !isStopped(run)) return showNote(c, ports, run);
    if (await isRefused(requireSendable(ports, run))) return showNote(c, ports, run, 'not-released');
    return c.html(releasePage(await ports.context(), { ...(await readRunSummary(ports, run)), token }));
  });
  app.post('/release/:token', async (c) => {
    const token = c.req.param('token');
    const released = releaseByLink(ports, token);
    if (await isRefused(released))
      return showNote(c, ports, await findRunOfStopLink(ports, token, 'release'), 'not-released');
    return showNote(c, ports, await released, 'released');
  });
}

const isRefused = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => false,
    (error: unknown) => {
      if (isBroadsheetError(error) && error.code === 'refused') return true;
      throw error;
    },
  );

async function readRunSummary(ports: StopPorts, run: Run): Promise<Omit<ReleaseView, 'token'>> {
  const { publication } = await ports.context();
  const newsletter = publication.newsletters.find(({ id }) => id === run.newsletter)?.name ?? run.newsletter;
  return { run: run.id, subject: run.subject, newsletter, ...(await readRecipientCount(ports, run)) };
}

/** Shows the stop button if the run can still be stopped, else the state of the run. */
async function showStop(c: Context, ports: StopPorts, run: Run, token: string) {
  if (isStopped(run)) return showStopped(c, ports, run);
  const begun = run.state === 'sending' || run.state === 'paused';
  if (run.state !== 'held' && run.state !== 'planned' && !begun) return showNote(c, ports, run);
  const page = { ...(await readRunSummary(ports, run)), token, begun, until: begun ? undefined : run.until };
  return c.html(stopPage(await ports.context(), page));
}

/** Shows that the run is stopped, with the release link, which is valid for a week after the stop. */
async function showStopped(c: Context, ports: StopPorts, run: Run) {
  const token = signReleaseToken(ports.secrets, run.id, run.endedAt ?? 0);
  const stillWorks = await findRunOfStopLink(ports, token, 'release').then(
    () => true,
    () => false,
  );
  const page = { ...(await readRunSummary(ports, run)), token: stillWorks ? token : '' };
  return c.html(stoppedPage(await ports.context(), page));
}

const NOTE_BY_STATE: Partial<Record<Run['state'], Note>> = { paused: 'paused', cancelled: 'cancelled' };

/** `gone`: the note for a run that is sent or being sent. */
async function showNote(c: Context, ports: StopPorts, run: Run, gone: Note = 'too-late') {
  const went = gone === 'not-released' || isLive(run) || run.state === 'done';
  const note = went ? gone : (NOTE_BY_STATE[run.state] ?? 'not-released');
  return c.html(notePage(await ports.context(), { note, values: { run: run.id } }));
}
