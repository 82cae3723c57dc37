/** A render worker (thread), from its start to its end. */
import type { MessagePort } from 'node:worker_threads';
import { createFolderFiles } from '../../adapters/fs/files.ts';
import { createYaml } from '../../adapters/js-yaml/yaml.ts';
import { createMarkdown } from '../../adapters/markdown-it/markdown.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import type { ContentFiles } from '../../domain/source/source-files.ts';
import { createImagePlanner } from '../../flows/build/plan-images.ts';
import { renderFiles } from '../../flows/build/render-packs.ts';
import { createInspectingImages } from './bounded-images.ts';
import { createNumbers, type NumberedPack, type RenderWorkerData } from './render-threads.ts';

/** Posts the packs that it rendered, one by one. Throws if the worker cannot go on: the build then renders the missing packs. */
export async function runRenderWorker(
  { order, contentDir, counter }: RenderWorkerData,
  port: MessagePort,
): Promise<void> {
  const content = failIfMissing(createFolderFiles(contentDir, 'content'));
  const inspecting = createInspectingImages();
  const images = async () => inspecting;
  const stamps = new Map(order.stamps.map(({ path, stamp }) => [path, stamp]));
  const parsers = Promise.resolve({ yaml: createYaml(), markdown: createMarkdown() });
  const renderer = {
    ...{ content, rules: order.rules, parsers: () => parsers },
    planner: createImagePlanner({ content, images }, stamps, new Map(Object.entries(order.images))),
  };
  const next = createNumbers(counter, order.packs.length);
  for (let n = next(); n !== undefined; n = next())
    port.postMessage({ n, pack: await renderFiles(order.packs[n]!, renderer) } satisfies NumberedPack);
}

/** A missing file ends the worker: the build then reads the file itself, and reports the problem. */
const failIfMissing = ({ read }: ContentFiles): Pick<ContentFiles, 'read'> => ({
  read: async (path) => {
    try {
      return await read(path);
    } catch (error) {
      if (!isBroadsheetError(error) || error.code !== 'not-found') throw error;
      throw new Error(error.message, { cause: error });
    }
  },
});
