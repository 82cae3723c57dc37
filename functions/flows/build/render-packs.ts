/** Prints the packs of a build, together with whoever prints beside this thread; in which order makes no difference. */
import type { ReadingRules } from '../../domain/content/parse-source-file.ts';
import type { ImageRow } from '../../domain/release/image-plan.ts';
import type { ListedFile } from '../../domain/source/source-files.ts';
import { type PrintedPack, type Printer, printPack } from './render-pack.ts';

/** All that a thread needs to know, besides where the content is. */
export type PrintOrder = {
  packs: readonly (readonly ListedFile[])[];
  rules: ReadingRules;
  /** Of every file that is no article: the images are among them. */
  stamps: readonly ListedFile[];
  images: Readonly<Record<string, ImageRow>>;
};

/** Contract: each pack is given out once; what others took and could not print is missing in what they printed. */
export type Presses = {
  /** Whether anybody prints beside this thread: then there is much to print. */
  beside: boolean;
  /** The number of a pack that nobody prints yet. */
  next(): number | undefined;
  /** What the others printed, by number, when they have ended. */
  others(): Promise<ReadonlyMap<number, PrintedPack>>;
  /** Ends the others, whatever they do. */
  close(): void;
};
export type StartPresses = (order: PrintOrder) => Presses;

/** Nobody prints beside this thread. */
export const printAlone: StartPresses = ({ packs }) => {
  const numbers = packs.keys();
  return { beside: false, next: () => numbers.next().value, others: async () => new Map(), close: () => {} };
};

/** In the order of the packs. */
export async function printPacks(
  packs: PrintOrder['packs'],
  printer: Printer,
  presses: Presses,
): Promise<PrintedPack[]> {
  const print = (n: number) => printNew(packs[n]!, printer);
  const printed = new Map<number, PrintedPack>();
  for (let n = presses.next(); n !== undefined; n = presses.next()) printed.set(n, await print(n));
  for (const [n, pack] of await presses.others()) printed.set(n, pack);
  // What another could not do is done here: either it can be done, or its error is one of this thread's.
  for (const n of packs.keys()) if (!printed.has(n)) printed.set(n, await print(n));
  return [...packs.keys()].map((n) => printed.get(n)!);
}

/** A pack of files alone. */
export const printNew = (files: readonly ListedFile[], printer: Printer): Promise<PrintedPack> =>
  printPack(files, printer, nothingOld);

const nothingOld = (): never => {
  throw new Error('No line of an old pack is needed where every file is read.');
};
