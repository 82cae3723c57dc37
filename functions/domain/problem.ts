/** A problem of the content: a value with a place and a remedy, collected and shown all at once. */

import { shown } from './printable-text.ts';

export type Problem = {
  /** Path below the content or templates folder's parent, e.g. `content/articles/2026-11-20-x.md`. */
  file: string;
  /** 1-based line; 1 where the whole file is meant. */
  line: number;
  level: 'error' | 'warning';
  /** What is wrong, one sentence. */
  message: string;
  /** What to do about it, one sentence. */
  remedy: string;
  /** An error of a file that is none, such as a link in a circle: a release is whole without it. */
  apart?: true;
};

export const errorsIn = (problems: readonly Problem[]): Problem[] =>
  problems.filter((p) => p.level === 'error');

/** Of one text: nobody reads on, and a megabyte of faults must not become a hundred megabytes of words. */
export const MAX_PROBLEMS = 1000;

/** Adds one, unless there are enough; then the last of them says so, an error if one that was left out is. */
export function addProblem(problems: Problem[], problem: Problem): void {
  if (problems.length < MAX_PROBLEMS) problems.push(problem);
  else if (problems.length === MAX_PROBLEMS)
    problems.push({
      ...problem,
      message: 'There are more problems than these.',
      remedy: 'Mend these first.',
    });
  else if (problem.level === 'error') problems[MAX_PROBLEMS]!.level = 'error';
}

/** Whether there can be no release. `apart` ones stand in the way of nothing but themselves. */
export const stopsRelease = (problems: readonly Problem[]): boolean =>
  problems.some(({ level, apart }) => level === 'error' && !apart);

/** `file:line: error: message. Remedy.`: the form editors and terminals make clickable. */
export const problemLine = (p: Problem): string =>
  shown(`${p.file}:${p.line}: ${p.level}: ${p.message} ${p.remedy}`);

/** `2 errors, 1 warning`. */
export function tallyOf(problems: readonly Problem[]): string {
  const errors = errorsIn(problems).length;
  const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  return `${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`;
}
