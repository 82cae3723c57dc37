/** Plans pictures: inspects each source image once and names its variants, without encoding any. */
import type { Picture } from '../../domain/content/article.ts';
import { BroadsheetError, type ErrorCode } from '../../domain/error.ts';
import { sha256 } from '../../domain/hash.ts';
import type { LogoPicture } from '../../domain/letters/mail-logo.ts';
import type { ImageSource } from '../../domain/pictures/image-source.ts';
import type { Images } from '../../domain/pictures/images.ts';
import type { Problem } from '../../domain/problem.ts';
import {
  type ImageRecord,
  planLogo,
  planPicture,
  type WantedVariant,
} from '../../domain/release/image-plan.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { PUBLICATION_FILE } from '../content/read-content.ts';

/** A source image, its variants, and the file and line that showed it first. */
export type ImageNeed = { path: string; file: string; line: number; wanted: readonly WantedVariant[] };

/** The plans of one pack, or of all editions and sponsors. */
export type ImagePlans = {
  /** Records of newly inspected source images, by path. */
  rows: Readonly<Record<string, ImageRecord>>;
  needs: readonly ImageNeed[];
  problems: readonly Problem[];
};

export type ImagePlanner = {
  /** Returns undefined and adds a problem if the source cannot be read; undefined alone if there is no such file (`check` reports it). */
  plan(image: ImageSource, file: string, lead: boolean): Promise<Picture | undefined>;
  /** Plans the logo of letters, on a ground or transparent. An unreadable one is a warning: letters then print the name. */
  planLogo(src: string, ground: string | undefined): Promise<LogoPicture | undefined>;
  /** Returns the plans since the last call. */
  takePlans(): ImagePlans;
};

type Ports = { content: Pick<ContentFiles, 'read'>; images: () => Promise<Images> };

/** `stamps`: path → stamp of every file that may be an image. `rows`: records of unchanged sources; new ones are added. */
export function createImagePlanner(
  { content, images }: Ports,
  stamps: ReadonlyMap<string, string>,
  rows: Map<string, ImageRecord>,
): ImagePlanner {
  let taken = {
    rows: {} as Record<string, ImageRecord>,
    needs: [] as ImageNeed[],
    problems: [] as Problem[],
  };

  async function rowOf(path: string, stamp: string): Promise<ImageRecord> {
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
        taken.problems.push(describeUnreadable({ path, file, line: image.line }, error));
        return undefined;
      }
    },
    async planLogo(src, ground) {
      const path = `content/${src}`;
      const stamp = stamps.get(path);
      if (stamp === undefined) return undefined;
      const at = { path, file: PUBLICATION_FILE, line: 1 };
      try {
        const { logo, wanted } = planLogo(path, await rowOf(path, stamp), ground);
        taken.needs.push({ ...at, wanted: [wanted] });
        return logo;
      } catch (error) {
        taken.problems.push({ ...describeUnreadable(at, error), level: 'warning' });
        return undefined;
      }
    },
    takePlans() {
      const plans = taken;
      taken = { rows: {}, needs: [], problems: [] };
      return plans;
    },
  };
}

/** Codes of errors that are the image's fault. `not-found`: the file was deleted since the folder was listed. */
const IMAGE_ERROR_CODES: readonly ErrorCode[] = ['invalid', 'too-large', 'not-found'];

/** Throws the error if it is no fault of the image. */
export function describeUnreadable(
  { path, file, line }: Pick<ImageNeed, 'path' | 'file' | 'line'>,
  error: unknown,
): Problem {
  if (!(error instanceof BroadsheetError) || !IMAGE_ERROR_CODES.includes(error.code)) throw error;
  const message = `The image ${path}: ${error.message}`;
  const remedy = error.remedy ?? 'Export it again as JPEG, PNG, WebP or SVG.';
  return { file, line, level: 'error', message, remedy };
}
