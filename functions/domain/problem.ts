/** A problem (diagnostic) of the content: a value with file, line and remedy; all problems are collected and shown at once. */

import { escapeInvisible } from './printable-text.ts';

export type Problem = {
  /** Path below the content or templates folder's parent, e.g. `content/articles/2026-11-20-x.md`. */
  file: string;
  /** 1-based line; 1 if the whole file is meant. */
  line: number;
  level: 'error' | 'warning';
  /** The fault, in one sentence. */
  message: string;
  /** One sentence. */
  remedy: string;
  /** An error about something that is no file, such as a link in a circle: a release is complete without it. */
  apart?: true;
};

export const errorsOf = (problems: readonly Problem[]): Problem[] =>
  problems.filter((p) => p.level === 'error');

/** Problems of one text: a person reads no more, and a megabyte of faults must not become a hundred megabytes of messages. */
export const MAX_PROBLEMS = 1000;

/** Adds a problem, up to MAX_PROBLEMS. The problem after these says that there are more, as an error if one left out is an error. */
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

/** Whether the problems rule out a release. An `apart` error does not. */
export const stopsRelease = (problems: readonly Problem[]): boolean =>
  problems.some(({ level, apart }) => level === 'error' && !apart);

/** Writes `file:line: error: message. Remedy.`, the form that editors and terminals make clickable. */
export const formatProblem = (p: Problem): string =>
  escapeInvisible(`${p.file}:${p.line}: ${p.level}: ${p.message} ${p.remedy}`);

/** Writes `2 errors, 1 warning`. */
export function tallyOf(problems: readonly Problem[]): string {
  const errors = errorsOf(problems).length;
  const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  return `${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`;
}
