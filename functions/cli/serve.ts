/** `serve`: the whole publication on one machine, until it is stopped. `npm start` is this. */
import { ensureDemo } from '../flows/demo.ts';
import { createClock } from '../wiring/clock.ts';
import { type Config, readConfig } from '../wiring/config.ts';
import { startDeliverer } from '../wiring/deliverer.ts';
import { openDelivery } from '../wiring/delivery.ts';
import { rememberServer } from '../wiring/last-server.ts';
import { openLocal } from '../wiring/local.ts';
import { lockServer } from '../wiring/lock.ts';
import { createNewsroom } from '../wiring/newsroom.ts';
import { subscriberPorts } from '../wiring/subscribers.ts';
import type { Call, Command } from './command.ts';
import { listen, type Server } from './server.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'Serves the publication here: site, feeds, sign-up, letters, outbox. `npm start` is this.',
  takes: [],
  flags: {
    published: { type: 'boolean', help: 'Serve what `publish` made live; watch nothing, show no drafts.' },
    send: {
      type: 'boolean',
      help: 'With a real mailer: start due runs by schedule (the outbox always does).',
    },
  },
  notes: 'Stops on Ctrl-C; what was under way goes on at the next start.',
  async run(call) {
    const server = await start(call);
    await stopped();
    call.tell('Stopping …');
    await server.close();
    return { text: '', data: null };
  },
};

async function start(call: Call): Promise<Server> {
  const config = readConfig(call.environment, call.cwd);
  const preview = call.flags.published !== true;
  const automatic = config.mailer === 'outbox' || call.flags.send === true;
  const { close, ...parts } = await openParts(config, { preview, automatic }, call.tell);
  const http = await listen({ ...parts, tell: call.tell }).catch(async (error: unknown) => {
    // A worker that is left running keeps the process from ending.
    await close();
    throw error;
  });
  rememberServer(config, http.url);
  if (config.mailer === 'outbox') await ensureDemo(parts.delivery.ports, subscriberPorts(parts.local));
  call.tell(greeting(http.url, config.mailer, automatic, preview));
  return {
    url: http.url,
    async close() {
      await http.close();
      await close();
    },
  };
}

type How = { preview: boolean; automatic: boolean };

/** All but the web: the newsroom, and delivery in its thread. */
async function openParts(config: Config, { preview, automatic }: How, tell: Call['tell']) {
  const lock = lockServer(config);
  const zero = Date.now();
  const local = openLocal(config, createClock(config, zero));
  const newsroom = createNewsroom(local, tell);
  if (preview) {
    if (!(await local.pointers.read())) tell('Building …');
    await newsroom.refresh();
    newsroom.watch();
  }
  const deliverer = startDeliverer({ config, zero, automatic }, tell);
  const doorbell = { ring: () => deliverer.wake() };
  const delivery = await openDelivery(local, { automatic, log: tell, doorbell });
  return {
    local,
    delivery,
    newsroom: preview ? newsroom : undefined,
    async close() {
      newsroom.close();
      await deliverer.stop();
      await delivery.close();
      local.close();
      lock.release();
    },
  };
}

function greeting(url: string, mailer: string, automatic: boolean, preview: boolean): string {
  const mail =
    mailer === 'outbox'
      ? `Mail is kept here, look at ${url}/outbox`
      : `Mail goes out by ${mailer}${automatic ? '' : ', only when you say send'}`;
  return [
    '',
    `  The publication     ${url}`,
    `  Its feeds           ${url}/feeds`,
    `  Subscribe           ${url}/subscribe`,
    `  ${mail}`,
    ...(preview ? [`  Letters to come     ${url}/preview/letters`] : []),
    preview
      ? '  Edit anything in content/ or templates/ and look again. Ctrl-C stops it.'
      : '  Ctrl-C stops it.',
    '',
  ].join('\n');
}

const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
