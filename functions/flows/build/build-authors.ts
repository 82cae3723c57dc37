/** Builds authors with files: each is one object, named by its slug in the index of the release. */
import type { Author, ParsedAuthor } from '../../domain/content/author.ts';
import type { ReleaseIndex } from '../../domain/release/release.ts';
import { termSlug } from '../../domain/site/terms.ts';
import type { ObjectWriter } from './object-writer.ts';
import type { ImagePlanner } from './plan-images.ts';
import { mediaKeysOf, mediaOfFragment, planFragment } from './render-pack.ts';

/** An author with errors is left out: the build makes no release then. */
export async function prepareAuthors(
  read: readonly ParsedAuthor[],
  planner: ImagePlanner,
): Promise<readonly Author[]> {
  const prepared: Author[] = [];
  for (const { file, name, made } of read) {
    if (!made) continue;
    const body = await planFragment(made.rendered, file, planner);
    const picture = made.image && (await planner.plan(made.image, file, false));
    prepared.push({ name, links: made.links, body, ...(picture && { picture }) });
  }
  return prepared;
}

export const mediaOfAuthors = (prepared: readonly Author[]): string[] =>
  prepared.flatMap(({ body, picture }) => [...mediaKeysOf(picture), ...mediaOfFragment(body)]);

/** Returns the field of the index, or none if there are no authors with files. */
export async function writeAuthors(
  prepared: readonly Author[],
  writer: ObjectWriter,
): Promise<Pick<ReleaseIndex, 'authors'>> {
  if (prepared.length === 0) return {};
  const authors: [slug: string, object: string][] = [];
  for (const author of prepared)
    authors.push([termSlug(author.name), await writer.write(JSON.stringify(author))]);
  return { authors: Object.fromEntries(authors) };
}
