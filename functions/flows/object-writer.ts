/** Writes a build's objects: none twice, none that the last build wrote, a few at a time while the next is being made. */
import { hashOf, sha256 } from '../domain/hash.ts';
import type { Blobs } from '../domain/release.ts';
import { objectKey } from '../domain/store-key.ts';
import { encodeObject } from './objects.ts';

/** What an object was made from → the object. */
export type ObjectMemory = Readonly<Record<string, string>>;

export type ObjectWriter = {
  /** Names the text and writes it in the background. */
  write(text: string): Promise<string>;
  /** The same, but the text is made only if the last build made none from the same parts. */
  recall(parts: readonly string[], make: () => string | Promise<string>): Promise<string>;
  /** An object of the last build that this one needs as it is. */
  keep(object: string): void;
  /** All of this build. */
  objects(): ReadonlySet<string>;
  memory(): ObjectMemory;
  /** How many were written. */
  written(): number;
  /** Everything lies where it should; throws what went wrong. */
  settle(): Promise<void>;
};

/** Two are compressed on threads while the main one makes the next. */
const AT_ONCE = 4;

export function createObjectWriter(
  out: Blobs,
  last: { memory: ObjectMemory; objects: ReadonlySet<string> },
): ObjectWriter {
  const objects = new Set<string>();
  const memory: Record<string, string> = {};
  const pending = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let written = 0;

  function put(hash: string, text: string): void {
    const work = encodeObject(text)
      .then((bytes) => out.put(objectKey(hash), bytes))
      .catch((error) => void failures.push(error))
      .finally(() => pending.delete(work));
    pending.add(work);
    written++;
  }

  async function write(text: string): Promise<string> {
    const hash = sha256(text);
    if (!objects.has(hash) && !last.objects.has(hash)) {
      while (pending.size >= AT_ONCE) await Promise.race(pending);
      put(hash, text);
    }
    objects.add(hash);
    return hash;
  }

  return {
    write,
    recall: async (parts, make) => {
      const signature = hashOf(...parts);
      const object = last.memory[signature] ?? (await write(await make()));
      objects.add(object);
      memory[signature] = object;
      return object;
    },
    keep: (object) => void objects.add(object),
    objects: () => objects,
    memory: () => memory,
    written: () => written,
    settle: async () => {
      await Promise.all(pending);
      if (failures.length > 0) throw failures[0];
    },
  };
}
