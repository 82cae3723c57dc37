import { expect, it } from 'vitest';
import {
  addProblem,
  errorsOf,
  formatProblem,
  MAX_PROBLEMS,
  type Problem,
  stopsRelease,
  tallyOf,
} from '../../functions/domain/problem.ts';

const aProblem = (about: Partial<Problem> = {}): Problem => ({
  ...{ file: 'content/articles/a.md', line: 3, level: 'error', message: 'It is wrong.', remedy: 'Mend it.' },
  ...about,
});
const error = aProblem();
const warning = aProblem({ level: 'warning' });

it.each([
  ['nothing', [], '0 errors, 0 warnings', false],
  ['a warning', [warning], '0 errors, 1 warning', false],
  ['an error', [error, warning], '1 error, 1 warning', true],
  ['two errors', [error, error], '2 errors, 0 warnings', true],
  ['a file that stands apart', [aProblem({ apart: true })], '1 error, 0 warnings', false],
])('%s (%j) is %s and stops a release: %s', (_, problems, tally, stops) => {
  expect([tallyOf(problems), stopsRelease(problems)]).toEqual([tally, stops]);
});

it.each([
  [MAX_PROBLEMS, warning, MAX_PROBLEMS, 'It is wrong.', 0],
  [MAX_PROBLEMS + 1, warning, MAX_PROBLEMS + 1, 'There are more problems than these.', 0],
  [MAX_PROBLEMS + 50, warning, MAX_PROBLEMS + 1, 'There are more problems than these.', 0],
  // An error that is left out still stops a release.
  [MAX_PROBLEMS + 2, error, MAX_PROBLEMS + 1, 'There are more problems than these.', 1],
])('of %d problems, the last %j, %d are kept', (count, last, kept, message, errors) => {
  const problems: Problem[] = [];
  for (let n = 1; n < count; n++) addProblem(problems, { ...warning });
  addProblem(problems, { ...last });
  expect([problems.length, problems.at(-1)?.message, errorsOf(problems).length]).toEqual([
    kept,
    message,
    errors,
  ]);
});

it('is written on one line that editors make clickable, whatever its file is called', () => {
  expect(formatProblem(error)).toBe('content/articles/a.md:3: error: It is wrong. Mend it.');
  expect(formatProblem(aProblem({ file: 'a\nb.md' }))).toMatch(/^a\\nb\.md:3: error: [^\n]*$/);
});
