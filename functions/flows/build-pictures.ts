/** A build's pictures: sources looked at once, variants encoded once, whatever number of articles shows them. */
import type { Picture } from '../domain/article.ts';
import type { ContentFiles } from '../domain/content.ts';
import { BroadsheetError } from '../domain/error.ts';
import { sha256 } from '../domain/hash.ts';
import type { ImageSource } from '../domain/image-source.ts';
import type { Images } from '../domain/images.ts';
import { type ImageRow, planPicture, type Wanted } from '../domain/picture-plan.ts';
import type { Problem } from '../domain/problem.ts';
import type { Blobs } from '../domain/release.ts';

export type Pictures = {
  /** Sources that are not what they were: who shows them is read again. Below the content folder. */
  changed(): ReadonlySet<string>;
  /** undefined, and a problem, where it cannot be read; undefined alone where there is no such file (`check` says so). */
  plan(image: ImageSource, file: string, lead: boolean): Promise<Picture | undefined>;
  /** What planning and encoding found wrong. */
  problems(): readonly Problem[];
  /** Encodes what is not there yet; returns how many variants that were. */
  encode(): Promise<number>;
  rows(): Readonly<Record<string, ImageRow>>;
};

type Ports = { content: ContentFiles; images: () => Promise<Images>; out: Blobs };
type Need = { path: string; wanted: Map<string, Wanted>; file: string; line: number };

/** Sources decoded at once: a 4,000 × 3,000 photograph takes 50 MB, and libvips uses threads of its own. */
const AT_ONCE = 2;

/** `stamps`: of every file of the content folder. */
export async function createPictures(
  ports: Ports,
  stamps: ReadonlyMap<string, string>,
  last: Readonly<Record<string, ImageRow>>,
): Promise<Pictures> {
  const rows = new Map<string, ImageRow>();
  const needs = new Map<string, Need>();
  const problems: Problem[] = [];
  const changed = await lookAgain(ports, stamps, last, rows);

  const rowOf = async (path: string, stamp: string): Promise<ImageRow> => {
    const known = rows.get(path);
    if (known) return known;
    const bytes = await ports.content.read(path);
    const facts = await (await ports.images()).inspect(bytes);
    const row = { ...facts, stamp, hash: sha256(bytes) };
    rows.set(path, row);
    return row;
  };

  async function plan(image: ImageSource, file: string, lead: boolean): Promise<Picture | undefined> {
    const path = `content/${image.src}`;
    const stamp = stamps.get(path);
    if (stamp === undefined) return undefined;
    try {
      const { picture, wanted } = planPicture(path, await rowOf(path, stamp), image, lead);
      const need = needs.get(path) ?? { path, wanted: new Map(), file, line: image.line };
      for (const one of wanted) need.wanted.set(one.key, one);
      needs.set(path, need);
      return picture;
    } catch (error) {
      problems.push(unreadable({ path, file, line: image.line }, error));
      return undefined;
    }
  }

  return {
    changed: () => changed,
    plan,
    problems: () => problems,
    encode: () => encodeAll(ports, [...needs.values()], problems),
    rows: () => Object.fromEntries(rows),
  };
}

/** A new stamp need not mean a new picture: a checkout touches every file. */
async function lookAgain(
  { content }: Ports,
  stamps: ReadonlyMap<string, string>,
  last: Readonly<Record<string, ImageRow>>,
  rows: Map<string, ImageRow>,
): Promise<Set<string>> {
  const changed = new Set<string>();
  for (const [path, row] of Object.entries(last)) {
    const stamp = stamps.get(path);
    const same =
      stamp === row.stamp || (stamp !== undefined && sha256(await content.read(path)) === row.hash);
    if (same) rows.set(path, { ...row, stamp });
    else changed.add(path.slice('content/'.length));
  }
  return changed;
}

async function encodeAll(ports: Ports, needs: readonly Need[], problems: Problem[]): Promise<number> {
  let encoded = 0;
  const waiting = needs.values();
  const work = async () => {
    for (const need of waiting) {
      try {
        const count = await encodeMissing(ports, need);
        encoded += count;
      } catch (error) {
        problems.push(unreadable(need, error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return encoded;
}

async function encodeMissing({ content, images, out }: Ports, need: Need): Promise<number> {
  const missing: Wanted[] = [];
  for (const one of need.wanted.values()) if (!(await out.has(one.key))) missing.push(one);
  if (missing.length === 0) return 0;
  const bytes = await content.read(need.path);
  const encoded = await (await images()).encode(
    bytes,
    missing.map((one) => one.recipe),
  );
  for (const [i, { key }] of missing.entries()) await out.put(key, encoded[i]!);
  return missing.length;
}

function unreadable({ path, file, line }: Pick<Need, 'path' | 'file' | 'line'>, error: unknown): Problem {
  if (!(error instanceof BroadsheetError) || error.code !== 'invalid') throw error;
  const message = `The image ${path}: ${error.message}`;
  const remedy = error.remedy ?? 'Export it again as JPEG, PNG, WebP or SVG.';
  return { file, line, level: 'error', message, remedy };
}
