/** What a printing thread does from its start to its end. */
import type { MessagePort } from 'node:worker_threads';
import { createFolderFiles } from '../adapters/fs/files.ts';
import { createYaml } from '../adapters/js-yaml/yaml.ts';
import { createMarkdown } from '../adapters/markdown-it/markdown.ts';
import { createPlanner } from '../flows/plan-pictures.ts';
import { printNew } from '../flows/print-packs.ts';
import { numbersFrom, type PressData, type PrintedNumber } from './presses.ts';

/** Posts what it printed, pack by pack. Throws where it cannot go on: the build then prints what is missing. */
export async function runPress({ order, contentDir, counter }: PressData, port: MessagePort): Promise<void> {
  const content = createFolderFiles(contentDir, 'content');
  const images = async () => (await import('../adapters/sharp/images.ts')).createImages();
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
