/** Loads a function's handler by the template's name: `index.handler` is the export `handler` of index.mjs. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Handler = (
  event: unknown,
  context: { getRemainingTimeInMillis(): number; awsRequestId?: string },
) => Promise<unknown>;

export async function loadHandler(folder: string, name: string): Promise<Handler> {
  const [file, exported] = name.split('.');
  const module = await import(pathToFileURL(join(folder, `${file}.mjs`)).href);
  return module[exported!];
}
