/** A function's handler, as the template names it: `index.handler` is what index.mjs of its folder exports as `handler`. */
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
