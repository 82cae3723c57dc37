/** Plans pictures: inspects each source image once and names its variants, without encoding any. */
import type { Picture } from '../../domain/content/article.ts';
import type { ImageSource } from '../../domain/content/image-source.ts';
import type { Images } from '../../domain/content/images.ts';
import { BroadsheetError, type ErrorCode } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import { type ImageRow, planPicture, type Wanted } from '../../domain/release/image-plan.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';

/** A source image, its variants, and the file and line that showed it first. */
export type Need = { path: string; file: string; line: number; wanted: readonly Wanted[] };

/** The plans of one pack, or of all editions and sponsors. */
export type Plans = {
  /** Records of newly inspected source images, by path. */
  rows: Readonly<Record<string, ImageRow>>;
  needs: readonly Need[];
  problems: readonly Problem[];
};

export type Planner = {
  /** Returns undefined and adds a problem if the source cannot be read; undefined alone if there is no such file (`check` reports it). */
  plan(image: ImageSource, file: string, lead: boolean): Promise<Picture | undefined>;
  /** Returns the plans since the last call. */
  take(): Plans;
};

type Ports = { content: Pick<ContentFiles, 'read'>; images: () => Promise<Images> };

/** `stamps`: path → stamp of every file that may be an image. `rows`: records of unchanged sources; new ones are added. */
export function createPlanner(
  { content, images }: Ports,
  stamps: ReadonlyMap<string, string>,
  rows: Map<string, ImageRow>,
): Planner {
  let taken = { rows: {} as Record<string, ImageRow>, needs: [] as Need[], problems: [] as Problem[] };

  async function rowOf(path: string, stamp: string): Promise<ImageRow> {
    const found = rows.get(path);
    if (found) return found;
    const bytes = await content.read(path);
    const facts = await (await images()).inspect(bytes);
    const row = { ...facts, stamp, hash: sha256(bytes) };
    rows.set(path, row);
    taken.rows[path] = row;
    return row;
  }

  return {
    async plan(image, file, lead) {
      const path = `content/${image.src}`;
      const stamp = stamps.get(path);
      if (stamp === undefined) return undefined;
      try {
        const { picture, wanted } = planPicture(path, await rowOf(path, stamp), image, lead);
        taken.needs.push({ path, file, line: image.line, wanted });
        return picture;
      } catch (error) {
        taken.problems.push(unreadable({ path, file, line: image.line }, error));
        return undefined;
      }
    },
    take() {
      const plans = taken;
      taken = { rows: {}, needs: [], problems: [] };
      return plans;
    },
  };
}

/** Codes of errors that are the image's fault. `not-found`: the file was deleted since the folder was listed. */
const OF_THE_IMAGE: readonly ErrorCode[] = ['invalid', 'too-large', 'not-found'];

/** Throws the error if it is no fault of the image. */
export function unreadable(
  { path, file, line }: Pick<Need, 'path' | 'file' | 'line'>,
  error: unknown,
): Problem {
  if (!(error instanceof BroadsheetError) || !OF_THE_IMAGE.includes(error.code)) throw error;
  const message = `The image ${path}: ${error.message}`;
  const remedy = error.remedy ?? 'Export it again as JPEG, PNG, WebP or SVG.';
  return { file, line, level: 'error', message, remedy };
}
