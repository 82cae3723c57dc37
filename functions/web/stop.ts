/** Behind an editor's stop link: GET shows what is about to go, POST stops it. */
import type { Context, Hono } from 'hono';
import type { Run } from '../domain/run.ts';
import { runOfStopLink, stopByLink } from '../flows/control.ts';
import { countReaders } from '../flows/count-readers.ts';
import type { DeliveryPorts } from '../flows/delivery-ports.ts';
import type { PageContext } from '../pages/context.ts';
import { notePage } from '../pages/note.ts';
import { stopPage } from '../pages/stop.ts';
import { guardForms } from './form.ts';

export type StopPorts = Pick<DeliveryPorts, 'ledger' | 'secrets' | 'clock' | 'subscribers'> & {
  context(): Promise<PageContext>;
};

export function mountStop(app: Hono, ports: StopPorts): void {
  guardForms(app, '/stop/*');
  app.get('/stop/:token', async (c) => shown(c, ports, await runOfStopLink(ports, c.req.param('token'))));
  app.post('/stop/:token', async (c) => {
    const run = await stopByLink(ports, c.req.param('token'));
    return c.html(
      notePage(await ports.context(), { note: run.state === 'cancelled' ? 'stopped' : 'too-late' }),
    );
  });
}

/** What may still be stopped: the button; else what it has come to. */
async function shown(c: Context, ports: StopPorts, run: Run) {
  const context = await ports.context();
  if (run.state === 'cancelled') return c.html(notePage(context, { note: 'stopped' }));
  if (run.state !== 'held' && run.state !== 'planned') return c.html(notePage(context, { note: 'too-late' }));
  const newsletter = context.publication.newsletters.find((n) => n.id === run.newsletter);
  const page = stopPage(context, {
    token: c.req.param('token') ?? '',
    subject: run.subject,
    newsletter: newsletter?.name ?? run.newsletter,
    count: await countReaders(ports, run.newsletter),
    until: run.until,
  });
  return c.html(page);
}
