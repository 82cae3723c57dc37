/** `build` and `check`: compile the content, and print its errors and warnings (lint). */
import { errorsOf, formatProblem, type Problem, tallyOf } from '../../domain/problem.ts';
import type { LetterWeight } from '../../flows/letters/check-letter-size.ts';
import { buildRelease, createDistBlobs, dryRunBuild } from '../../wiring/build/build.ts';
import { checkUpcoming } from '../../wiring/build/check-upcoming.ts';
import { createClock } from '../../wiring/clock.ts';
import type { Config } from '../../wiring/config.ts';
import { compareWithLive, type LiveStore, openLiveStore } from '../../wiring/local/compare-with-live.ts';
import type { Command, CommandAnswer, CommandCall } from '../command.ts';
import { configOf } from '../config.ts';
import { formatCount, formatLetterBytes } from '../numbers.ts';

export const build: Command = {
  name: 'build',
  summary: 'Compiles content and templates into a release in dist/.',
  takes: [],
  here: true,
  flags: {},
  notes:
    'Only what changed is made again. Exit 1 if there are errors. Then no release is written, unless the errors concern no file. If a published story would change its name, the release cannot go live.',
  run: async (call) => {
    const config = configOf(call);
    const { hash, stats, ...built } = await buildRelease(config);
    const blobs = createDistBlobs(config);
    const back = await compareWithLive(config, { hash, blobs }, openLiveStore(config), createClock(config)());
    const problems = [...(await checkUpcoming(config, { hash, ...built }, blobs)), ...back.problems];
    const isRefused = errorsOf(back.problems).length > 0;
    // The content's errors are printed, and all problems of upcoming letters and of the comparison. `check` prints its warnings.
    const said = [...errorsOf(built.problems), ...problems.slice(built.problems.length)];
    const made = `${hash}: ${formatCount(stats.articles)} articles, ${formatCount(stats.rendered)} rendered, ${formatCount(stats.encoded)} pictures encoded`;
    return {
      text:
        hash && !isRefused
          ? [made, ...said.map(formatProblem), tallyLine(problems)].join('\n')
          : listProblems(problems),
      data: { hash: isRefused ? undefined : hash, problems, stats },
      ok: hash !== undefined && !isRefused && errorsOf(built.problems).length === 0,
    };
  },
};

export const check: Command = {
  name: 'check',
  summary: 'Says all that is wrong with content and templates, with file, line and remedy.',
  takes: [],
  flags: { strict: { type: 'boolean', help: 'Warnings count as problems.' } },
  notes:
    'Changes nothing. Compares with what is live here, or on the stage. Exit 1 if there are errors (with --strict: or warnings).',
  run: async (call): Promise<CommandAnswer> => {
    const config = configOf(call);
    const { live, close } = await liveFor(call, config);
    try {
      const { problems, compared } = await dryRunBuild(config, async (result, out) => {
        const built = { hash: result.hash, blobs: out };
        const back = await compareWithLive(config, built, live, createClock(config)());
        const tell = (weight: LetterWeight) => call.tell(weightText(weight));
        return { ...back, problems: [...(await checkUpcoming(config, result, out, tell)), ...back.problems] };
      });
      if (compared === undefined) call.tell(NOT_COMPARED);
      const bad = call.flags.strict ? problems : errorsOf(problems);
      return {
        text: listProblems(problems),
        data: { problems, compared: compared ?? null },
        ok: bad.length === 0,
      };
    } finally {
      close();
    }
  },
};

const weightText = ({ edition, ...bytes }: LetterWeight): string =>
  `The letter \`${edition}\` has ${formatLetterBytes(bytes)}.`;

const NOT_COMPARED =
  'No names were compared: nothing is live here, or nothing could be built. With --stage they are compared with a stage.';

/** The live release to compare with: of the stage with `--stage`, else of this machine, for which no database is opened. */
async function liveFor(call: CommandCall, config: Config): Promise<{ live: LiveStore; close(): void }> {
  const { stage } = call.flags;
  if (typeof stage !== 'string') return { live: openLiveStore(config), close: () => {} };
  const { openRemote } = await import('../../wiring/remote/remote.ts');
  const remote = await openRemote(config, createClock(config), stage, call.tell);
  return { live: remote, close: () => remote.close() };
}

const listProblems = (problems: readonly Problem[]): string =>
  [...problems.map(formatProblem), tallyLine(problems)].join('\n');

const tallyLine = (problems: readonly Problem[]): string =>
  problems.length === 0 ? 'No problems.' : `${tallyOf(problems)}.`;
