/** `serve`: the whole publication on one machine, until it is stopped. `npm start` is this. */
import { ensureDemo } from '../flows/demo.ts';
import { sentence } from '../flows/sentence.ts';
import { createClock } from '../wiring/clock.ts';
import { readConfig } from '../wiring/config.ts';
import { openToOthers } from '../wiring/data-folder.ts';
import { type Deliverer, startDeliverer } from '../wiring/deliverer.ts';
import { openDelivery } from '../wiring/delivery.ts';
import { rememberServer } from '../wiring/last-server.ts';
import { type Local, openLocal } from '../wiring/local.ts';
import { lockServer } from '../wiring/lock.ts';
import { createNewsroom, type Newsroom } from '../wiring/newsroom.ts';
import { subscriberPorts } from '../wiring/subscribers.ts';
import type { Call, Command } from './command.ts';
import { listen, type ServerParts } from './server.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'Serves the publication here: site, feeds, sign-up, letters, outbox. `npm start` is this.',
  takes: [],
  here: true,
  flags: {
    published: { type: 'boolean', help: 'Serve what `publish` made live; watch nothing, show no drafts.' },
    send: {
      type: 'boolean',
      help: 'With a real mailer: start due runs by schedule (the outbox always does).',
    },
  },
  notes: 'Stops on Ctrl-C; what was under way goes on at the next start.',
  async run(call) {
    await using open = new AsyncDisposableStack();
    const ended = stopped(() => call.tell('Stopping …'));
    await start(call, open);
    await ended;
    return { text: '', data: null };
  },
};

/** What it opens it puts on `open`, which closes it in turn: also when a later part cannot be opened. */
async function start(call: Call, open: AsyncDisposableStack): Promise<void> {
  const config = readConfig(call.environment, call.cwd);
  open.adopt(lockServer(config), (lock) => lock.release());
  const warning = openToOthers(config.dataDir);
  if (warning) call.tell(warning);
  const zero = Date.now();
  const preview = call.flags.published !== true;
  const clock = createClock(config, zero);
  const local = open.adopt(await openLocal(config, clock, preview ? 0 : undefined), (l) => l.close());
  const newsroom = preview ? createNewsroom(local, call.tell) : undefined;
  const automatic = config.mailer === 'outbox' || call.flags.send === true;
  let deliverer: Deliverer | undefined;
  const delivery = open.adopt(
    await openDelivery(local, { automatic, log: call.tell, doorbell: { ring: () => deliverer?.wake() } }),
    (d) => d.close(),
  );
  const ready = Promise.withResolvers<void>();
  const parts = { local, delivery, newsroom, tell: call.tell };
  const http = open.adopt(await listen(parts, ready.promise), (h) => h.close());
  rememberServer(config, http.url);
  await show(newsroom, local, call.tell);
  open.defer(() => newsroom?.close());
  ready.resolve();
  deliverer = open.adopt(startDeliverer({ config, zero, automatic }, call.tell), (d) => d.stop());
  if (config.mailer === 'outbox') await demonstrate(parts);
  call.tell(greeting(http.url, config.mailer, automatic, preview));
}

/** What is live is what is written; without a newsroom, what was published. */
async function show(
  newsroom: Newsroom | undefined,
  { pointers }: Local,
  tell: (line: string) => void,
): Promise<void> {
  const live = await pointers.read();
  if (!live) tell(newsroom ? 'Building …' : 'Nothing is published yet. Run: npm run broadsheet -- publish');
  // First the watch, then the look: what is saved in between is built again.
  newsroom?.watch();
  await newsroom?.refresh();
}

/** Where the very first build has errors there is nothing to show: then as soon as they are mended. */
async function demonstrate({ local, delivery, newsroom, tell }: ServerParts): Promise<void> {
  const showDemo = () => ensureDemo(delivery.ports, subscriberPorts(local));
  if (await showDemo()) return;
  const stop = newsroom?.onChange(() =>
    showDemo().then(
      (shown) => void (shown && stop?.()),
      (error: unknown) => tell(`The demo was not shown: ${sentence(error)}`),
    ),
  );
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

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** npm hands Ctrl-C on to us, who had it from the terminal already: for so long a second one is the first. Milliseconds. */
const ECHO = 500;

/** Resolves at the first signal; a later one ends the process at once, as it would without us. */
function stopped(stopping: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let heard = false;
  const hear = () => {
    if (heard) return;
    heard = true;
    stopping();
    resolve();
    setTimeout(() => void SIGNALS.map((signal) => process.off(signal, hear)), ECHO).unref();
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  return promise;
}
