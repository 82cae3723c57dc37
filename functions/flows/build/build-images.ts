/** Builds the pictures: encodes each variant once, however many articles show it, and not again while its blob exists. */

import { isBroadsheetError } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Images } from '../../domain/pictures/images.ts';
import type { Problem } from '../../domain/problem.ts';
import type { ImageRecord, WantedVariant } from '../../domain/release/image-plan.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { createImagePlanner, describeUnreadable, type ImagePlanner, type ImagePlans } from './plan-images.ts';

export type ReleaseImages = {
  /** Changed source images, as paths below the content folder: files that show them are read again. */
  changed: ReadonlySet<string>;
  planner: ImagePlanner;
  /** Adds plans of this thread or of a worker. The order of calls is the order in which problems are reported. */
  add(plans: ImagePlans): void;
  /** Problems that planning and encoding found. */
  problems(): readonly Problem[];
  /** Encodes the variants whose blobs are missing, and returns their number. */
  encode(): Promise<number>;
  /** Records of every source image, cached or newly inspected. */
  rows(): Readonly<Record<string, ImageRecord>>;
};

type Ports = { content: ContentFiles; images: () => Promise<Images>; out: Blobs };
type SourceImage = { path: string; file: string; line: number; wanted: Map<string, WantedVariant> };

/** Source images that are decoded at once: a 4,000 × 3,000 photograph takes 50 MB, and libvips uses threads of its own. */
const MAX_DECODED_AT_ONCE = 2;

/** `stamps`: path → stamp of every file of the content folder. */
export async function createReleaseImages(
  ports: Ports,
  stamps: ReadonlyMap<string, string>,
  last: Readonly<Record<string, ImageRecord>>,
): Promise<ReleaseImages> {
  const sources = new Map<string, SourceImage>();
  const problems: Problem[] = [];
  const { rows, changed } = await findChangedImages(ports, stamps, last);

  function add(plans: ImagePlans): void {
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
    planner: createImagePlanner(ports, stamps, rows),
    add,
    problems: () => [...problems, ...findAnimated(rows)],
    encode: () => encodeAll(ports, [...sources.values()], problems),
    rows: () => Object.fromEntries(rows),
  };
}

/** Says which images lose their motion: every variant is the first frame, since mail clients show that alone or nothing. */
const findAnimated = (rows: ReadonlyMap<string, ImageRecord>): readonly Problem[] =>
  [...rows].flatMap(([file, { animated }]) =>
    animated
      ? {
          ...{ file, line: 1, level: 'warning' as const },
          message: 'The picture moves, but only its first frame is shown, on the site and in letters.',
          remedy: 'Choose a still one that says it, or link to a film.',
        }
      : [],
  );

/** Finds changed source images by content, because a new stamp need not mean a new picture: a checkout touches every file. */
async function findChangedImages(
  { content }: Ports,
  stamps: ReadonlyMap<string, string>,
  last: Readonly<Record<string, ImageRecord>>,
): Promise<{ rows: Map<string, ImageRecord>; changed: Set<string> }> {
  const rows = new Map<string, ImageRecord>();
  const changed = new Set<string>();
  for (const [path, row] of Object.entries(last)) {
    const stamp = stamps.get(path);
    const same = stamp === row.stamp || (stamp !== undefined && (await hashFile(content, path)) === row.hash);
    if (same) rows.set(path, { ...row, stamp });
    else changed.add(path.slice('content/'.length));
  }
  return { rows, changed };
}

/** Returns undefined if the file cannot be read any more: the articles that show it report the problem. */
async function hashFile(content: ContentFiles, path: string): Promise<string | undefined> {
  try {
    return sha256(await content.read(path));
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    return undefined;
  }
}

async function encodeAll(
  ports: Ports,
  sources: readonly SourceImage[],
  problems: Problem[],
): Promise<number> {
  let encoded = 0;
  const faults: Problem[] = [];
  const waiting = sources.entries();
  const work = async () => {
    for (const [i, source] of waiting) {
      try {
        const count = await encodeMissing(ports, source);
        encoded += count;
      } catch (error) {
        faults[i] = describeUnreadable(source, error);
      }
    }
  };
  await Promise.all(Array.from({ length: MAX_DECODED_AT_ONCE }, work));
  // Faults are reported in the order of the sources, not of time.
  problems.push(...faults.filter((fault) => fault !== undefined));
  return encoded;
}

async function encodeMissing(
  { content, images, out }: Ports,
  { path, wanted }: SourceImage,
): Promise<number> {
  const missing: WantedVariant[] = [];
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
