/** A build's pictures: variants encoded once, whatever number of articles shows them, and never again while they are there. */
import type { Images } from '../../domain/content/images.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ImageRow, Wanted } from '../../domain/release/image-plan.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { createPlanner, type Planner, type Plans, unreadable } from './plan-images.ts';

export type Pictures = {
  /** Sources that are not what they were: who shows them is read again. Below the content folder. */
  changed: ReadonlySet<string>;
  planner: Planner;
  /** What was planned, here or elsewhere, in the order in which problems are to be told. */
  add(plans: Plans): void;
  /** What planning and encoding found wrong. */
  problems(): readonly Problem[];
  /** Encodes what is not there yet; returns how many variants that were. */
  encode(): Promise<number>;
  /** Of every source: those that were recalled, and those that were looked at. */
  rows(): Readonly<Record<string, ImageRow>>;
};

type Ports = { content: ContentFiles; images: () => Promise<Images>; out: Blobs };
type Source = { path: string; file: string; line: number; wanted: Map<string, Wanted> };

/** Sources decoded at once: a 4,000 × 3,000 photograph takes 50 MB, and libvips uses threads of its own. */
const AT_ONCE = 2;

/** `stamps`: of every file of the content folder. */
export async function createPictures(
  ports: Ports,
  stamps: ReadonlyMap<string, string>,
  last: Readonly<Record<string, ImageRow>>,
): Promise<Pictures> {
  const sources = new Map<string, Source>();
  const problems: Problem[] = [];
  const { rows, changed } = await lookAgain(ports, stamps, last);

  function add(plans: Plans): void {
    problems.push(...plans.problems);
    for (const [path, row] of Object.entries(plans.rows)) rows.set(path, row);
    for (const { wanted, ...need } of plans.needs) {
      const source = sources.get(need.path) ?? { ...need, wanted: new Map() };
      for (const one of wanted) source.wanted.set(one.key, one);
      sources.set(need.path, source);
    }
  }

  return {
    changed,
    planner: createPlanner(ports, stamps, rows),
    add,
    problems: () => problems,
    encode: () => encodeAll(ports, [...sources.values()], problems),
    rows: () => Object.fromEntries(rows),
  };
}

/** A new stamp need not mean a new picture: a checkout touches every file. */
async function lookAgain(
  { content }: Ports,
  stamps: ReadonlyMap<string, string>,
  last: Readonly<Record<string, ImageRow>>,
): Promise<{ rows: Map<string, ImageRow>; changed: Set<string> }> {
  const rows = new Map<string, ImageRow>();
  const changed = new Set<string>();
  for (const [path, row] of Object.entries(last)) {
    const stamp = stamps.get(path);
    const same = stamp === row.stamp || (stamp !== undefined && (await printOf(content, path)) === row.hash);
    if (same) rows.set(path, { ...row, stamp });
    else changed.add(path.slice('content/'.length));
  }
  return { rows, changed };
}

/** undefined: it cannot be read any more, which whoever shows it will be told. */
async function printOf(content: ContentFiles, path: string): Promise<string | undefined> {
  try {
    return sha256(await content.read(path));
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    return undefined;
  }
}

async function encodeAll(ports: Ports, sources: readonly Source[], problems: Problem[]): Promise<number> {
  let encoded = 0;
  const faults: Problem[] = [];
  const waiting = sources.entries();
  const work = async () => {
    for (const [i, source] of waiting) {
      try {
        const count = await encodeMissing(ports, source);
        encoded += count;
      } catch (error) {
        faults[i] = unreadable(source, error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // In the order of the sources, whichever failed first.
  problems.push(...faults.filter((fault) => fault !== undefined));
  return encoded;
}

async function encodeMissing({ content, images, out }: Ports, { path, wanted }: Source): Promise<number> {
  const missing: Wanted[] = [];
  for (const one of wanted.values()) if (!(await out.has(one.key))) missing.push(one);
  if (missing.length === 0) return 0;
  const bytes = await content.read(path);
  const encoded = await (await images()).encode(
    bytes,
    missing.map((one) => one.recipe),
  );
  for (const [i, { key }] of missing.entries()) await out.put(key, encoded[i]!);
  return missing.length;
}
