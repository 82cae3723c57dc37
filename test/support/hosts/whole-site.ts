/** The test publication with all parts of one machine, in this process, with a clock that a test sets. */
import type { Instant } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { openLocalApp } from '../../../functions/server/local-app.ts';
import { createLocalSite } from '../../../functions/server/local-server.ts';
import { createApp } from '../../../functions/web/app.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { createLiveBuild } from '../../../functions/wiring/local/live-build.ts';
import { openPublished } from '../../../functions/wiring/local/published.ts';
import { TEST_PUBLICATION } from '../builders/test-publication.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type WholeSite = {
  /** The release that is live. */
  release(): Promise<string>;
  get(path: string): Promise<Response>;
  /** Moves the clock, then ticks and delivers until nothing is left to do. */
  passTo(now: Instant): Promise<void>;
  parts: Awaited<ReturnType<typeof assemble>>;
  [Symbol.asyncDispose](): Promise<void>;
};

async function assemble(dataDir: string, clock: () => Instant, environment: Record<string, string>) {
  const config = readConfig(
    { DATA_DIR: dataDir, CONTENT_DIR: TEST_PUBLICATION, ...environment },
    process.cwd(),
  );
  const published = openPublished(config, clock);
  const liveBuild = createLiveBuild(published, () => {});
  await liveBuild.refresh();
  const quiet = { preview: false, tell: () => {} };
  const localApp = await openLocalApp(published, { ...quiet, automatic: true, ring: () => {} });
  const site = createLocalSite({ published, ...quiet, problems: () => [], localApp: async () => localApp });
  return { ...localApp, liveBuild, app: createApp(site.deps, site) };
}

export async function openWholeSite(
  start: Instant,
  environment: Record<string, string> = {},
): Promise<WholeSite> {
  let now = start;
  const parts = await assemble(temporaryFolder(), () => now, environment);
  const { ports } = parts.delivery;
  const work = createDelivery(ports);
  const get = (path: string) => Promise.resolve(parts.app.request(path));
  return {
    parts,
    get,
    release: async () => (await (await get('/healthz')).text()).trim(),
    async passTo(instant) {
      now = instant;
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tick(ports);
      while ((await work.work()) === 'worked');
    },
    async [Symbol.asyncDispose]() {
      await parts.close();
    },
  };
}
