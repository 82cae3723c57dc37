/** A render worker (thread), from its start to its end. */
import type { MessagePort } from 'node:worker_threads';
import { createFolderFiles } from '../../adapters/fs/files.ts';
import { createYaml } from '../../adapters/js-yaml/yaml.ts';
import { createMarkdown } from '../../adapters/markdown-it/markdown.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { createPlanner } from '../../flows/build/plan-images.ts';
import { printNew } from '../../flows/build/render-packs.ts';
import { lookingImages } from './bounded-images.ts';
import { numbersFrom, type PressData, type PrintedNumber } from './render-threads.ts';

/** Posts the packs that it rendered, one by one. Throws if the worker cannot go on: the build then renders the missing packs. */
export async function runPress({ order, contentDir, counter }: PressData, port: MessagePort): Promise<void> {
  const content = breakingWhereGone(createFolderFiles(contentDir, 'content'));
  const looking = lookingImages();
  const images = async () => looking;
  const stamps = new Map(order.stamps.map(({ path, stamp }) => [path, stamp]));
  const readers = Promise.resolve({ yaml: createYaml(), markdown: createMarkdown() });
  const printer = {
    ...{ content, rules: order.rules, readers: () => readers },
    planner: createPlanner({ content, images }, stamps, new Map(Object.entries(order.images))),
  };
  const next = numbersFrom(counter, order.packs.length);
  for (let n = next(); n !== undefined; n = next())
    port.postMessage({ n, pack: await printNew(order.packs[n]!, printer) } satisfies PrintedNumber);
}

/** A missing file ends the worker: the build then reads the file itself, and reports the problem. */
const breakingWhereGone = ({ read }: ContentFiles): Pick<ContentFiles, 'read'> => ({
  read: async (path) => {
    try {
      return await read(path);
    } catch (error) {
      if (!isBroadsheetError(error) || error.code !== 'not-found') throw error;
      throw new Error(error.message, { cause: error });
    }
  },
});
