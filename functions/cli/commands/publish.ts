/** `publish [hash]` makes a release live (deploy, rollback); `withdraw <article>` takes an article down. */

import { BroadsheetError } from '../../domain/error.ts';
import { errorsOf, formatProblem, type Problem } from '../../domain/problem.ts';
import { type Blobs, SUPPORTED_FORMATS } from '../../domain/release/release.ts';
import { publish as publishRelease } from '../../flows/release/publish.ts';
import { restore, withdraw as withdrawArticle } from '../../flows/release/withdraw.ts';
import { pauseAffectedRuns } from '../../flows/runs/pause-affected-runs.ts';
import { buildRelease, createDistBlobs } from '../../wiring/build/build.ts';
import { readCommit } from '../../wiring/commit.ts';
import { compareWithLive } from '../../wiring/local/compare-with-live.ts';
import type { Command } from '../command.ts';
import { withLocal } from '../open.ts';

export const publish: Command = {
  name: 'publish',
  summary: 'Builds and makes the result live; with a hash, goes back (or forth) to that release.',
  takes: ['[hash]'],
  flags: {},
  notes:
    'An older commit never replaces a newer one unless its hash is given. Errors leave what is live alone, and so does a published story that changes its name.',
  run: (call) =>
    withLocal(call, async ({ config, blobs, pointers, clock, remote }) => {
      const [given] = call.arguments;
      const hash = given ?? (await built());
      const from =
        given === undefined ? createDistBlobs(config) : withFallback(blobs, createDistBlobs(config));
      const commit = given === undefined ? await readCommit(config.contentDir) : undefined;
      const before = await pointers.read();
      const pointer = await publishRelease({ from, to: blobs, pointers, clock }, hash, {
        commit,
        explicit: given !== undefined,
        supportedFormats: remote?.formats ?? SUPPORTED_FORMATS,
      });
      const wayBack =
        before && before.release !== pointer.release
          ? `\nTo go back: npm run broadsheet -- publish ${before.release}`
          : '';
      return { text: `${pointer.release} is live.${wayBack}`, data: pointer };

      async function built(): Promise<string> {
        const result = await buildRelease(config);
        const release = { hash: result.hash, blobs: createDistBlobs(config) };
        const back = await compareWithLive(config, release, { blobs, pointers }, clock());
        if (result.hash && errorsOf([...result.problems, ...back.problems]).length === 0) {
          say(back.problems);
          return result.hash;
        }
        say([...result.problems, ...back.problems]);
        throw new BroadsheetError('invalid', 'The content has errors: nothing was published.', {
          remedy: 'Mend the errors that are listed above.',
        });
      }
      function say(problems: readonly Problem[]): void {
        for (const problem of problems) call.tell(formatProblem(problem));
      }
    }),
};

/** Reads the store first, then dist/: a deployment may have stored the text of a release and left its pictures here. */
const withFallback = (store: Blobs, dist: Blobs): Blobs => ({
  ...store,
  get: async (key) => (await store.get(key)) ?? dist.get(key),
});

export const withdraw: Command = {
  name: 'withdraw',
  summary: 'Takes an article down at once, without a build: 410, out of lists, feeds and letters.',
  takes: ['<article>'],
  flags: {
    undo: { type: 'boolean', help: 'Put the article back.' },
    yes: { type: 'boolean', help: 'Do not ask.' },
  },
  notes:
    'Runs under way with the article are paused. To keep it down for good, write `withdrawn` into its front matter too.',
  run: (call) =>
    withLocal(call, async ({ blobs, pointers, clock, ledger }) => {
      const [article] = call.arguments;
      if (call.flags.undo) {
        const pointer = await restore({ blobs, pointers, clock }, article!);
        return { text: `${article} is online again.`, data: pointer };
      }
      if (
        !(await call.confirm(
          `This takes ${article} off the site, out of all feeds, and pauses letters with it.`,
        ))
      ) {
        return { text: 'Nothing was changed.', data: null };
      }
      const down = await withdrawArticle({ blobs, pointers, clock }, article!);
      const paused = await pauseAffectedRuns({ ledger }, down.article);
      const also = paused.length > 0 ? ` Paused: ${paused.join(', ')}.` : '';
      return { text: `${article} is down.${also}`, data: { pointer: down.pointer, paused } };
    }),
};
