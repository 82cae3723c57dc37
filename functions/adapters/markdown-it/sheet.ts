/** What is gathered while a body is written out: both forms of it, and all that was found. */
import type { FoundLink } from '../../domain/content.ts';
import type { Figure, RenderOptions } from '../../domain/markdown.ts';
import { addProblem, type Problem } from '../../domain/problem.ts';
import type { Bounds } from './bounds.ts';

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
