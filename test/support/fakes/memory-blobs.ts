/** Blobs in memory: they keep the contract of blobs and count the calls. */
import { BroadsheetError } from '../../../functions/domain/error.ts';
import type { Blobs } from '../../../functions/domain/release/release.ts';

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

export type MemoryBlobs = Blobs & { kept: Map<string, Uint8Array>; gets: string[]; puts: string[] };

export function memoryBlobs(): MemoryBlobs {
  const kept = new Map<string, Uint8Array>();
  const gets: string[] = [];
  const puts: string[] = [];
  return {
    kept,
    gets,
    puts,
    get: async (key) => {
      gets.push(key);
      return kept.get(key);
    },
    has: async (key) => kept.has(key),
    put: async (key, bytes) => {
      if (!KEY.test(key)) throw new BroadsheetError('invalid', `${key} cannot be the name of a blob.`);
      puts.push(key);
      if (!kept.has(key)) kept.set(key, bytes);
    },
  };
}
