/** Source files in memory: each write gives a new file version, and a test may shuffle their order. */
import { BroadsheetError } from '../../../functions/domain/error.ts';
import type { ContentFiles } from '../../../functions/domain/source/source-files.ts';

export type MemoryFiles = ContentFiles & {
  write(path: string, content: string | Uint8Array): void;
  remove(path: string): void;
  paths(): string[];
  read: ContentFiles['read'];
  reads: string[];
};

export function memoryFiles(initial: Readonly<Record<string, string>> = {}): MemoryFiles {
  const kept = new Map<string, { bytes: Uint8Array; stamp: string }>();
  const reads: string[] = [];
  let writes = 0;
  const write = (path: string, content: string | Uint8Array) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    writes++;
    kept.set(path, { bytes, stamp: String(writes) });
  };
  for (const [path, text] of Object.entries(initial)) write(path, text);
  return {
    write,
    remove: (path) => void kept.delete(path),
    paths: () => [...kept.keys()],
    reads,
    list: async () => [...kept].map(([path, { stamp }]) => ({ path, stamp })),
    read: async (path) => {
      reads.push(path);
      const found = kept.get(path);
      if (!found) throw new BroadsheetError('not-found', `There is no file ${path}.`);
      return found.bytes;
    },
  };
}
