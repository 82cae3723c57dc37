/** Builds what of a release stands beside articles and editions: editors' own welcomes, and authors with files. */
import type { Author } from '../../domain/content/author.ts';
import type { ReleaseIndex } from '../../domain/release/release.ts';
import type { Content } from '../content/read-content.ts';
import { mediaOfAuthors, prepareAuthors, writeAuthors } from './build-authors.ts';
import { mediaOfWelcomes, type PreparedWelcome, prepareWelcomes, writeWelcomes } from './build-welcomes.ts';
import type { ObjectWriter } from './object-writer.ts';
import type { ImagePlanner } from './plan-images.ts';

export type PreparedExtras = { welcomes: readonly PreparedWelcome[]; authors: readonly Author[] };

export const prepareExtras = async (
  { welcomes, authors }: Pick<Content, 'welcomes' | 'authors'>,
  planner: ImagePlanner,
): Promise<PreparedExtras> => ({
  welcomes: await prepareWelcomes(welcomes, planner),
  authors: await prepareAuthors(authors, planner),
});

export const mediaOfExtras = ({ welcomes, authors }: PreparedExtras): string[] => [
  ...mediaOfWelcomes(welcomes),
  ...mediaOfAuthors(authors),
];

/** Returns the fields of the index. */
export const writeExtras = async (
  { welcomes, authors }: PreparedExtras,
  writer: ObjectWriter,
): Promise<Pick<ReleaseIndex, 'welcomes' | 'authors'>> => ({
  ...(await writeWelcomes(welcomes, writer)),
  ...(await writeAuthors(authors, writer)),
});
