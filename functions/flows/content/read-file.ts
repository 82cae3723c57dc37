/** A file of the content as text: what cannot be one is a problem of the file, not a fault of ours. */
import { isBroadsheetError } from '../../domain/error.ts';
import { decodeSource } from '../../domain/source/front-matter.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';

/** It was listed a moment ago. */
const GONE = 'It went while it was to be read: save it again, or build again.';

/** Its text, or what is wrong with the file. */
export async function sourceOf(
  files: Pick<ContentFiles, 'read'>,
  path: string,
): Promise<ReturnType<typeof decodeSource>> {
  try {
    return decodeSource(path, await files.read(path));
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    const { code, message, remedy = GONE } = error;
    const problem = { file: path, line: 1, level: 'error', message, remedy } as const;
    if (code === 'invalid') return { problem: { ...problem, apart: true } };
    if (code === 'not-found' || code === 'too-large') return { problem };
    throw error;
  }
}
