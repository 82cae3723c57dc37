/** Builds editors' own welcomes: each is one object, named by its newsletter in the index of the release. */
import type { ParsedWelcome, Welcome } from '../../domain/content/welcome.ts';
import type { ReleaseIndex } from '../../domain/release/release.ts';
import type { ObjectWriter } from './object-writer.ts';
import type { ImagePlanner } from './plan-images.ts';
import { mediaKeysOf, planFragment } from './render-pack.ts';

export type PreparedWelcome = { newsletter: string; welcome: Welcome };

/** A welcome with errors is left out: the build makes no release then. */
export async function prepareWelcomes(
  read: readonly ParsedWelcome[],
  planner: ImagePlanner,
): Promise<PreparedWelcome[]> {
  const prepared: PreparedWelcome[] = [];
  for (const { file, newsletter, made } of read) {
    if (!made) continue;
    const body = await planFragment(made.rendered, file, planner);
    const { subject } = made;
    prepared.push({ newsletter, welcome: { ...(subject !== undefined && { subject }), body } });
  }
  return prepared;
}

export const mediaOfWelcomes = (prepared: readonly PreparedWelcome[]): string[] =>
  prepared.flatMap(({ welcome }) => mediaKeysOf(...welcome.body.pictures));

/** Returns the field of the index, or none if there are no welcomes. */
export async function writeWelcomes(
  prepared: readonly PreparedWelcome[],
  writer: ObjectWriter,
): Promise<Pick<ReleaseIndex, 'welcomes'>> {
  if (prepared.length === 0) return {};
  const welcomes: Record<string, string> = {};
  for (const { newsletter, welcome } of prepared)
    welcomes[newsletter] = await writer.write(JSON.stringify(welcome));
  return { welcomes };
}
