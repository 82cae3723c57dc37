/** What is gathered while a body is written out: both forms of it, and all that was found. */
import type { Figure, RenderOptions } from '../../domain/content/markdown.ts';
import { addProblem, type Problem } from '../../domain/problem.ts';
import type { FoundLink } from '../../domain/source/source-files.ts';

export type Sheet = {
  options: RenderOptions;
  /** Axiom keys → the axiom as listed. */
  axioms: ReadonlyMap<string, string>;
  /** Of the file, of the block being written. */
  line: number;
  figures: Figure[];
  links: FoundLink[];
  /** Fragment links, judged when all ids are known. */
  places: FoundLink[];
  ids: Set<string>;
  bounds: Bounds;
  problems: Problem[];
};

export function complain(
  sheet: Sheet,
  level: Problem['level'],
  line: number,
  message: string,
  remedy: string,
): void {
  addProblem(sheet.problems, { file: sheet.options.file, line, level, message, remedy });
}

export type Bounds = {
  /** Addresses that definitions stand for. */
  defined: ReadonlySet<string>;
  /** Characters that references may still add. */
  left: number;
  /** Characters that pictures take. */
  pictures: number;
  /** Addresses that were told to be too long. */
  told: Set<string>;
  /** The text grew beyond its end: nothing more is written, and what was is thrown away. */
  full: boolean;
};

/** `bare` has neither URLs nor footnote numbers. */
export type InlineOutput = { html: string; text: string; bare: string };
