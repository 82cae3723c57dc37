/** Renders the packs of a build on this thread and on workers; the order of rendering makes no difference. */
import type { ReadingRules } from '../../domain/content/parse-source-file.ts';
import type { ImageRow } from '../../domain/release/image-plan.ts';
import type { ListedFile } from '../../domain/source/source-files.ts';
import { type PrintedPack, type Printer, printPack } from './render-pack.ts';

/** All that a worker needs to know, apart from the content folder. */
export type PrintOrder = {
  packs: readonly (readonly ListedFile[])[];
  rules: ReadingRules;
  /** Stamps of every file that is no article, images included. */
  stamps: readonly ListedFile[];
  images: Readonly<Record<string, ImageRow>>;
};

/** Render workers. Contract: each pack is given out once; a pack that a worker took and could not render is missing in `others`. */
export type Presses = {
  /** True if workers render beside this thread: then there is much to render. */
  beside: boolean;
  /** The number of a pack that no thread has taken; undefined if there is none. */
  next(): number | undefined;
  /** The packs that the workers rendered, by number. Resolves when all workers have ended. */
  others(): Promise<ReadonlyMap<number, PrintedPack>>;
  /** Ends the workers at once. */
  close(): void;
};
export type StartPresses = (order: PrintOrder) => Presses;

/** Renders on this thread alone, without workers. */
export const printAlone: StartPresses = ({ packs }) => {
  const numbers = packs.keys();
  return { beside: false, next: () => numbers.next().value, others: async () => new Map(), close: () => {} };
};

/** Returns the rendered packs in the order of `packs`. */
export async function printPacks(
  packs: PrintOrder['packs'],
  printer: Printer,
  presses: Presses,
): Promise<PrintedPack[]> {
  const print = (n: number) => printNew(packs[n]!, printer);
  const printed = new Map<number, PrintedPack>();
  for (let n = presses.next(); n !== undefined; n = presses.next()) printed.set(n, await print(n));
  for (const [n, pack] of await presses.others()) printed.set(n, pack);
  // A pack that a worker failed to render is rendered here: an error then reaches the caller.
  for (const n of packs.keys()) if (!printed.has(n)) printed.set(n, await print(n));
  return [...packs.keys()].map((n) => printed.get(n)!);
}

/** Renders a pack whose files are all read. */
export const printNew = (files: readonly ListedFile[], printer: Printer): Promise<PrintedPack> =>
  printPack(files, printer, nothingOld);

const nothingOld = (): never => {
  throw new Error('No line of an old pack is needed where every file is read.');
};
