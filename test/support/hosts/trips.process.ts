/** A process that takes four trips through a small publication and prints the files of functions/ that each enters, as JSON. */
import { join } from 'node:path';
import { subscriberId } from '../../../functions/domain/subscribers/identity.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import { deliverNotices } from '../../../functions/flows/delivery/notices.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { openLocalApp } from '../../../functions/server/local-app.ts';
import { createLocalSite } from '../../../functions/server/local-server.ts';
import { createApp } from '../../../functions/web/app.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { createLiveBuild } from '../../../functions/wiring/local/live-build.ts';
import { openPublished } from '../../../functions/wiring/local/published.ts';
import { filesEntered } from '../probes/files-entered.ts';
import { openScratchPublication } from './scratch-publication.ts';

// The tick loads this file when an edition is due; loading is no part of a trip.
await import('../../../functions/flows/schedule/start-due.ts');

const AWHILE = 10_000;

let now = Date.parse('2026-11-20T06:00:00Z');
const desk = openScratchPublication();
const config = readConfig({ DATA_DIR: join(desk.folder, 'data') }, desk.folder);
const published = openPublished(config, () => now);
const liveBuild = createLiveBuild(published, () => {});
await liveBuild.refresh();
liveBuild.close();

const quiet = { preview: false, tell: (line: string) => void console.error(line) };
const localApp = await openLocalApp(published, { ...quiet, automatic: true, ring: () => {} });
const site = createLocalSite({ published, ...quiet, problems: () => [], localApp: async () => localApp });
const app = createApp(site.deps, site);
const { ports } = localApp.delivery;
const letters = async (): Promise<number> =>
  (await localApp.delivery.outbox!.list({ limit: 10 })).messages.length;

/** A request as from a browser: the client's address is the socket's. */
const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  Promise.resolve(app.request(path, init, { incoming: { socket: { remoteAddress: '192.0.2.7' } } }));

function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new Error(`The trip did not arrive: ${what}.`);
}

await tick(ports);
const stamp = /name="form" value="([^"]+)"/.exec(await (await ask('/subscribe')).text())![1]!;
now += AWHILE;
const fields = { email: 'ada@reader.example', form: stamp, newsletter: 'daily' };
const signUp = await filesEntered(async () => {
  const answer = await ask('/subscribe', { method: 'POST', body: new URLSearchParams(fields) });
  expectThat(answer.status === 200 && (await answer.text()).includes('mail'), 'the answer is no page');
});
const confirmation = await filesEntered(async () => void (await deliverNotices(ports)));
expectThat((await letters()) === 1, 'no confirmation was mailed');

// The subscriber confirms. An article is published, and the digest's scheduled time comes.
const id = subscriberId(ports.secrets, fields.email);
const reader = await ports.subscribers.get(id);
await ports.subscribers.put({ ...reader!, status: 'active', newsletters: ['daily'], asked: undefined });
now = Date.parse('2026-11-20T06:30:00Z');
await tick(ports);
const start = await filesEntered(async () => {
  now = Date.parse('2026-11-20T07:00:30Z');
  await tick(ports);
});
const [run] = await ports.ledger.runs({ limit: 1 });
expectThat(run?.kind === 'digest' && run.state === 'planned', `the run is ${JSON.stringify(run)}`);
const delivery = await filesEntered(async () => {
  while ((await ports.ledger.run(run!.id))?.state !== 'done') {
    await planBatches(ports, run!.id);
    await deliver(ports, run!.id, now + AWHILE);
  }
});
expectThat((await letters()) === 2, 'the reader has no letter');

// The child process of the build ends when it likes, during any of the trips: its end is no part of them.
const ofTrip = (files: readonly string[]) =>
  files.filter((file) => !file.startsWith('functions/wiring/build/'));
const trips = { signUp, confirmation, start, delivery };
const entered = Object.entries(trips).map(([trip, files]) => [trip, ofTrip(files)]);
process.stdout.write(JSON.stringify(Object.fromEntries(entered)));
await localApp.close();
desk.close();
