/**
 * Keeps a few bits about each of millions of subscribers, in about 20 bytes each: a hash table with open addressing over typed arrays. A
 * bloom filter would be smaller, but wrong about some subscribers.
 */

/** Bits by subscriber id. Ids are those of identity.ts (base64url, evenly spread); 60 of their bits tell them apart. */
export type IdBits = {
  /** 0 for an id that was never set. */
  get(id: string): number;
  /** `bits`: 1 to 255. */
  set(id: string, bits: number): void;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE_BY_CHARACTER = new Uint8Array(128);
for (let i = 0; i < ALPHABET.length; i++) VALUE_BY_CHARACTER[ALPHABET.charCodeAt(i)] = i;

/** Five characters of the id are 30 bits. */
function wordOfId(id: string, from: number): number {
  let value = 0;
  for (let i = from; i < from + 5; i++) value = (value << 6) | VALUE_BY_CHARACTER[id.charCodeAt(i)]!;
  return value;
}

export function createIdBits(room = 1024): IdBits {
  let keys = new Uint32Array(room * 2);
  let bits = new Uint8Array(room);
  let used = 0;

  /** The index of the id, or the free one where it belongs. At least half of all places are free. */
  function findPlace(high: number, low: number): number {
    const mask = bits.length - 1;
    let at = low & mask;
    while (bits[at] !== 0 && (keys[at * 2] !== high || keys[at * 2 + 1] !== low)) at = (at + 1) & mask;
    return at;
  }

  function put(high: number, low: number, value: number): void {
    const at = findPlace(high, low);
    if (bits[at] === 0) used++;
    keys[at * 2] = high;
    keys[at * 2 + 1] = low;
    bits[at] = value;
  }

  function grow(): void {
    const [oldKeys, oldBits] = [keys, bits];
    keys = new Uint32Array(oldKeys.length * 2);
    bits = new Uint8Array(oldBits.length * 2);
    used = 0;
    oldBits.forEach((value, at) => {
      if (value !== 0) put(oldKeys[at * 2]!, oldKeys[at * 2 + 1]!, value);
    });
  }

  return {
    get: (id) => bits[findPlace(wordOfId(id, 0), wordOfId(id, 5))]!,
    set(id, value) {
      if (used * 2 >= bits.length) grow();
      put(wordOfId(id, 0), wordOfId(id, 5), value);
    },
  };
}
