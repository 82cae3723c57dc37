/** `serve`: the whole publication on one machine, until it is stopped. `npm start` is this. */
import type { Backstage, BackstageOptions } from '../../server/local-app.ts';
import { deadLinks, greeting } from '../../server/startup-banner.ts';
import { createClock } from '../../wiring/clock.ts';
import { readConfig } from '../../wiring/config.ts';
import { openToOthers } from '../../wiring/local/data-folder.ts';
import { rememberServer } from '../../wiring/local/last-server.ts';
import { lockServer } from '../../wiring/local/lock.ts';
import { openPublished, type Published } from '../../wiring/local/published.ts';
import type { Command, CommandCall } from '../command.ts';

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

/**
 * What it opens it puts on `open`, which closes it in turn: also when a later part cannot be opened. A release that is
 * live is answered from at once; whether the content is another by now is looked at right after the first answer.
 */
async function start(call: CommandCall, open: AsyncDisposableStack): Promise<void> {
  const { tell, flags } = call;
  const config = readConfig(call.environment, call.cwd);
  open.adopt(lockServer(config), (lock) => lock.release());
  const warning = openToOthers(config.dataDir);
  if (warning) tell(warning);
  const zero = Date.now();
  const preview = flags.published !== true;
  const automatic = config.mailer === 'outbox' || flags.send === true;
  const dead = deadLinks({ ...config, preview });
  if (dead) tell(dead);
  const published = openPublished(config, createClock(config, zero));
  // Read while code is loaded.
  const live = isLive(published);
  const { listen } = await import('../../server/local-server.ts');
  let wake = () => {};
  const behind = later(open, published, { preview, automatic, tell, ring: () => wake() });
  const ready = Promise.withResolvers<void>();
  const parts = { published, preview, tell, ...behind };
  const http = open.adopt(await listen(parts, ready.promise), (h) => h.close());
  rememberServer(config, http.url);
  if (await live) {
    ready.resolve();
    await http.firstServed;
  }
  const backstage = await behind.backstage();
  await refresh(backstage, published, tell);
  if (config.mailer !== 'outbox')
    await (await import('../../flows/schedule/demo-runs.ts')).endDemo(backstage.delivery.ports);
  ready.resolve();
  const { startDeliverer } = await import('../../wiring/local/delivery-worker.ts');
  const deliverer = open.adopt(startDeliverer({ config, zero, automatic }, tell), (d) => d.stop());
  wake = () => deliverer.wake();
  if (config.mailer === 'outbox')
    await (await import('../../server/local-app.ts')).demonstrate(backstage, tell);
  tell(greeting({ ...config, url: http.url, automatic, preview }));
}

const isLive = ({ views }: Published): Promise<boolean> =>
  views.current().then(
    () => true,
    () => false,
  );

/** Opened when it is first asked for, by a request or by the start itself; closed, if it was, when `open` is. */
function later(open: AsyncDisposableStack, published: Published, options: BackstageOptions) {
  let opening: Promise<Backstage> | undefined;
  let opened: Backstage | undefined;
  open.defer(async () => {
    await opening?.catch(() => {});
    await opened?.close();
  });
  const openIt = async () => {
    opened = await (await import('../../server/local-app.ts')).openBackstage(published, options);
    return opened;
  };
  return {
    backstage: () => (opening ??= openIt()),
    problems: () => opened?.newsroom?.problems() ?? [],
  };
}

/** What is live is what is written; without a newsroom, what was published. */
async function refresh(
  { newsroom }: Backstage,
  { pointers }: Published,
  tell: (line: string) => void,
): Promise<void> {
  const live = await pointers.read();
  if (!live) tell(newsroom ? 'Building …' : 'Nothing is published yet. Run: npm run broadsheet -- publish');
  // First the watch, then the look: what is saved in between is built again.
  newsroom?.watch();
  await newsroom?.refresh();
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
