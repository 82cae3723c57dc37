/** Results gathered while a body is rendered: figures, links, ids, bounds and problems. */
import type { Figure, RenderOptions } from '../../domain/content/markdown.ts';
import { addProblem, type Problem } from '../../domain/problem.ts';
import type { FoundLink } from '../../domain/source/source-files.ts';

export type Sheet = {
  options: RenderOptions;
  /** The listed axioms by their keys. */
  axioms: ReadonlyMap<string, string>;
  /** The line of the file where the current block begins. */
  line: number;
  figures: Figure[];
  links: FoundLink[];
  /** Links to places in the page, checked when all ids are known. */
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
  /** Addresses of link definitions. */
  defined: ReadonlySet<string>;
  /** Characters that references may still add. */
  left: number;
  /** Characters of the pictures' HTML. */
  pictures: number;
  /** Addresses already reported as too long. */
  told: Set<string>;
  /** True once the text is too long: nothing more is rendered, and the output is discarded. */
  full: boolean;
};

/** `bare` has neither URLs nor footnote numbers. */
export type InlineOutput = { html: string; text: string; bare: string };
