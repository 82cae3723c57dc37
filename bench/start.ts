/**
 * Measures a process's start to its first answer, with a published release, beside an empty Hono server; few articles and many. `node
 * bench/start.ts [--small] [--json]`. Fresh processes, interleaved; both use a compile cache, as in npm's scripts.
 */
import { join } from 'node:path';
import { type Place, publishArticles, serveCommand, startOn } from './support/a-site.ts';
import { type Figure, median, report } from './support/report.ts';

const small = process.argv.includes('--small');
const SIZES = small ? [10, 500] : [10, 10_000];
const ROUNDS = small ? 3 : 5;
const PATHS = ['/', '/feed.xml'];
const FLAGS = [[], ['--published']];

type Kind = { figure: string; times: number[]; start(): Promise<number> };

async function startIn(place: Place, command: string[], path: string): Promise<number> {
  const server = await startOn(place, command, { path });
  await server.stop();
  return server.startedIn;
}

const places = SIZES.map((articles) => ({ articles, place: publishArticles(articles) }));
const bare: Kind = {
  figure: 'an empty Hono server',
  times: [],
  start: () => startIn(places[0]!.place, [join(import.meta.dirname, 'support/bare-hono.ts')], '/'),
};
const ours = places.flatMap(({ articles, place }) =>
  FLAGS.flatMap((flags) =>
    PATHS.map(
      (path): Kind => ({
        figure: `${['serve', ...flags].join(' ')} to first ${path}, ${articles.toLocaleString('en')} articles`,
        times: [],
        start: () => startIn(place, serveCommand(...flags), path),
      }),
    ),
  ),
);

for (let round = 0; round <= ROUNDS; round++) {
  for (const { times, start } of [bare, ...ours]) {
    const time = await start();
    // The first round fills the compile cache.
    if (round > 0) times.push(time);
  }
}

const beside = median(bare.times);
report(
  ours.map(({ figure, times }): Figure => {
    const ratio = median(times) / beside;
    return { figure, ours: median(times), beside, ratio, unit: 'ms', target: '< 2 ×', met: ratio < 2 };
  }),
);
