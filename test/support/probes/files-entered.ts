/** Lists the files of functions/ that an act enters, by V8's precise call counts (node:inspector). */
import { Session } from 'node:inspector/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../../..');
const FUNCTIONS = pathToFileURL(`${ROOT}/functions/`).href;

type Counted = { functionName: string; ranges: readonly { startOffset: number; count: number }[] };

/** True if a function was called. A module's own code is the unnamed function at offset 0 and does not count. */
const isCalled = ({ functionName, ranges: [whole] }: Counted): boolean =>
  whole!.count > 0 && !(functionName === '' && whole!.startOffset === 0);

/** Paths from the root of the repository, sorted. Files that the act loads must be loaded before: their own start would count. */
export async function filesEntered(act: () => Promise<void>): Promise<string[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  try {
    await session.post('Profiler.takePreciseCoverage');
    await act();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url, functions }) => url.startsWith(FUNCTIONS) && functions.some(isCalled))
      .map(({ url }) => relative(ROOT, fileURLToPath(url)))
      .sort();
  } finally {
    await session.post('Profiler.stopPreciseCoverage');
    session.disconnect();
  }
}
