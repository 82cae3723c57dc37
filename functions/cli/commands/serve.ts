/** `serve`: runs the whole publication on one machine until it is stopped. `npm start` calls it. */
import type { LocalApp, LocalAppOptions } from '../../server/local-app.ts';
import { startupBanner, warnOfDeadLinks } from '../../server/startup-banner.ts';
import { createClock } from '../../wiring/clock.ts';
import { readConfig } from '../../wiring/config.ts';
import { describeOpenFolder } from '../../wiring/local/data-folder.ts';
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
  notes: 'Stops on Ctrl-C; runs under way continue at the next start.',
  async run(call) {
    await using open = new AsyncDisposableStack();
    const ended = untilStopped(() => call.tell('Stopping …'));
    await start(call, open);
    await ended;
    return { text: '', data: null };
  },
};

/**
 * Each part that is opened is put on `open`, which closes the parts in reverse order, also if a later part cannot be opened. A live release
 * answers requests at once; changed content is looked for right after the first answer.
 */
async function start(call: CommandCall, open: AsyncDisposableStack): Promise<void> {
  const { tell, flags } = call;
  const config = readConfig(call.environment, call.cwd);
  open.adopt(lockServer(config), (lock) => lock.release());
  const warning = describeOpenFolder(config.dataDir);
  if (warning) tell(warning);
  const zero = Date.now();
  const preview = flags.published !== true;
  const automatic = config.mailer === 'outbox' || flags.send === true;
  const dead = warnOfDeadLinks({ ...config, preview });
  if (dead) tell(dead);
  const published = openPublished(config, createClock(config, zero));
  // The pointer is read while code is loaded.
  const live = isLive(published);
  const { listen } = await import('../../server/local-server.ts');
  let wake = () => {};
  const behind = openLater(open, published, { preview, automatic, tell, ring: () => wake() });
  const ready = Promise.withResolvers<void>();
  const parts = { published, preview, tell, ...behind };
  const http = open.adopt(await listen(parts, ready.promise), (h) => h.close());
  rememberServer(config, http.url);
  if (await live) {
    ready.resolve();
    await http.firstServed;
  }
  const localApp = await behind.localApp();
  await refresh(localApp, published, tell);
  if (config.mailer !== 'outbox')
    await (await import('../../flows/schedule/demo-runs.ts')).endDemo(localApp.delivery.ports);
  ready.resolve();
  const { startDeliveryWorker } = await import('../../wiring/local/delivery-worker.ts');
  const deliverer = open.adopt(startDeliveryWorker({ config, zero, automatic }, tell), (d) => d.stop());
  wake = () => deliverer.wake();
  if (config.mailer === 'outbox')
    await (await import('../../server/local-app.ts')).ensureDemoShown(localApp, tell);
  tell(startupBanner({ ...config, url: http.url, automatic, preview }));
}

const isLive = ({ views }: Published): Promise<boolean> =>
  views.current().then(
    () => true,
    () => false,
  );

/** Opens the local app lazily, for the first request or for the start itself; `open` closes the app if it was opened. */
function openLater(open: AsyncDisposableStack, published: Published, options: LocalAppOptions) {
  let opening: Promise<LocalApp> | undefined;
  let opened: LocalApp | undefined;
  open.defer(async () => {
    await opening?.catch(() => {});
    await opened?.close();
  });
  const openIt = async () => {
    opened = await (await import('../../server/local-app.ts')).openLocalApp(published, options);
    return opened;
  };
  return {
    localApp: () => (opening ??= openIt()),
    problems: () => opened?.liveBuild?.problems() ?? [],
  };
}

/** Builds the content as it is written. Without a live build the published release stays. */
async function refresh(
  { liveBuild }: LocalApp,
  { pointers }: Published,
  tell: (line: string) => void,
): Promise<void> {
  const live = await pointers.read();
  if (!live) tell(liveBuild ? 'Building …' : 'Nothing is published yet. Run: npm run broadsheet -- publish');
  // Watching begins before the first build, so that a file saved meanwhile is built again.
  liveBuild?.watch();
  await liveBuild?.refresh();
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/**
 * Milliseconds in which a second signal is an echo of the first: npm passes on the Ctrl-C that this process got from the terminal already.
 */
const SIGNAL_ECHO = 500;

/** Resolves at the first signal. A later signal ends the process at once, which is Node's default. */
function untilStopped(stopping: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let heard = false;
  const hear = () => {
    if (heard) return;
    heard = true;
    stopping();
    resolve();
    setTimeout(() => void SIGNALS.map((signal) => process.off(signal, hear)), SIGNAL_ECHO).unref();
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  return promise;
}
