/** A file of the content as text: what cannot be one is a problem of the file, not a fault of ours. */
import type { ContentFiles } from '../domain/content.ts';
import { isBroadsheetError } from '../domain/error.ts';
import { decodeSource } from '../domain/front-matter.ts';

/** Its text, or what is wrong with the file. */
export async function sourceOf(
  files: Pick<ContentFiles, 'read'>,
  path: string,
): Promise<ReturnType<typeof decodeSource>> {
  try {
    return decodeSource(path, await files.read(path));
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'invalid') throw error;
    const { message, remedy = '' } = error;
    return { problem: { file: path, line: 1, level: 'error', message, remedy } };
  }
}
