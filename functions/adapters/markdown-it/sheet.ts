/** The context of rendering one body: its options, its bounds, and the findings so far. */
import type { Anchor } from '../../domain/content/anchors.ts';
import type { Figure, RenderOptions } from '../../domain/content/markdown.ts';
import { addProblem, type Problem } from '../../domain/problem.ts';
import type { FoundLink } from '../../domain/source/source-files.ts';

export type Sheet = {
  options: RenderOptions;
  /** Axiom key → the axiom as listed. */
  axioms: ReadonlyMap<string, string>;
  /** The line in the file of the block that is being rendered. */
  line: number;
  figures: Figure[];
  links: FoundLink[];
  /** The anchors of all headings, in their order, and how many of them are written. */
  anchors: readonly Anchor[];
  headings: number;
  /** The id of the heading that a place of this text means. */
  findAnchor: (place: string) => string | undefined;
  /** The note that is being written, by its number from 1; 0 above the notes. */
  note: number;
  noteReferences: NoteReference[];
  /** Links to places of this text that are none, reported at the end. */
  missing: FoundLink[];
  bounds: Bounds;
  problems: Problem[];
};

/** A reference to note `n`, with its id. `from`: the note that it stands in, 0 for the body. */
export type NoteReference = { n: number; id: string; from: number };

/** A footnote as it was written into the body. */
export type WrittenNote = { html: string; text: string };

export function reportProblem(
  sheet: Sheet,
  level: Problem['level'],
  line: number,
  message: string,
  remedy: string,
): void {
  addProblem(sheet.problems, { file: sheet.options.file, line, level, message, remedy });
}

export type Bounds = {
  /** Addresses that link references are defined as. */
  defined: ReadonlySet<string>;
  /** The characters that references may still add. */
  left: number;
  /** The characters that pictures count as. */
  pictures: number;
  /** Addresses that have been reported as too long. */
  told: Set<string>;
  /** The text exceeded its limit: rendering stops, and its output is thrown away. */
  full: boolean;
};

/** `bare` has neither URLs nor numbers of footnotes. */
export type InlineOutput = { html: string; text: string; bare: string };
