/** Reads a content file as text. A file that is no text, or that disappeared, is a problem of the content, not an error of the program. */
import { isBroadsheetError } from '../../domain/error.ts';
import { decodeSource } from '../../domain/source/front-matter.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';

/** The file was in the listing a moment ago. */
const GONE_REMEDY = 'The file went while it was to be read: save it again, or build again.';

/** The file's text, or the problem with it. */
export async function readSourceFile(
  files: Pick<ContentFiles, 'read'>,
  path: string,
): Promise<ReturnType<typeof decodeSource>> {
  try {
    return decodeSource(path, await files.read(path));
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    const { code, message, remedy = GONE_REMEDY } = error;
    const problem = { file: path, line: 1, level: 'error', message, remedy } as const;
    if (code === 'invalid') return { problem: { ...problem, apart: true } };
    if (code === 'not-found' || code === 'too-large') return { problem };
    throw error;
  }
}
