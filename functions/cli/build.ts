/** `build` and `check`: compile the content, and say all that is wrong with it. */
import { errorsIn, type Problem, problemLine, tallyOf } from '../domain/problem.ts';
import { buildRelease, distBlobs, rehearseBuild } from '../wiring/build.ts';
import { lookAhead } from '../wiring/look-ahead.ts';
import type { Answer, Command } from './command.ts';
import { configOf } from './config.ts';
import { count } from './numbers.ts';

export const build: Command = {
  name: 'build',
  summary: 'Compiles content and templates into a release in dist/.',
  takes: [],
  here: true,
  flags: {},
  notes:
    'Only what changed is made again. Exit 1 if there are errors. No release is written then, unless they are of what is no file.',
  run: async (call) => {
    const config = configOf(call);
    const { hash, stats, ...built } = await buildRelease(config);
    const problems = await lookAhead(config, { hash, ...built }, distBlobs(config));
    const made = `${hash}: ${count(stats.articles)} articles, ${count(stats.rendered)} rendered, ${count(stats.encoded)} pictures encoded`;
    return {
      text: hash
        ? [made, ...problems.slice(built.problems.length).map(problemLine), tallied(problems)].join('\n')
        : told(problems),
      data: { hash, problems, stats },
      ok: hash !== undefined && errorsIn(built.problems).length === 0,
    };
  },
};

export const check: Command = {
  name: 'check',
  summary: 'Says all that is wrong with content and templates, with file, line and remedy.',
  takes: [],
  here: true,
  flags: { strict: { type: 'boolean', help: 'Warnings count as problems.' } },
  notes: 'Changes nothing. Exit 1 if there are errors (with --strict: or warnings).',
  run: async (call): Promise<Answer> => {
    const config = configOf(call);
    const problems = await rehearseBuild(config, (result, out) => lookAhead(config, result, out));
    const bad = call.flags.strict ? problems : errorsIn(problems);
    return { text: told(problems), data: { problems }, ok: bad.length === 0 };
  },
};

const told = (problems: readonly Problem[]): string =>
  [...problems.map(problemLine), tallied(problems)].join('\n');

const tallied = (problems: readonly Problem[]): string =>
  problems.length === 0 ? 'No problems.' : `${tallyOf(problems)}.`;
