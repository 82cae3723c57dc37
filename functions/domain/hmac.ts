/** HMAC-SHA-256, optimized for short messages under keys that are used again and again. */
import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 works on blocks of 64 bytes (RFC 2104 §2). */
const BLOCK_BYTES = 64;
/** Bytes of the longest message: a purpose and an address of 254 characters, a network prefix, a link's claim. */
const MAX_MESSAGE_BYTES = 512;

type Pads = { inner: Buffer; outer: Buffer };
const padsByKey = new WeakMap<Uint8Array, Pads>();

function padsFor(key: Uint8Array): Pads {
  let found = padsByKey.get(key);
  if (!found) {
    if (key.length > BLOCK_BYTES)
      throw new RangeError(`An HMAC key of ${key.length} bytes; ${BLOCK_BYTES} at most.`);
    const padded = (byte: number, room: number) =>
      Buffer.alloc(BLOCK_BYTES + room).map((_, i) => (i < BLOCK_BYTES ? (key[i] ?? 0) ^ byte : 0)) as Buffer;
    found = { inner: padded(0x36, MAX_MESSAGE_BYTES), outer: padded(0x5c, 32) };
    padsByKey.set(key, found);
  }
  return found;
}

/**
 * Computes RFC 2104 from one-shot hashes, as base64url: node's createHmac takes seven times as long. An import computes two HMACs a row,
 * a letter three a subscriber. Throws RangeError for a message of more than 512 bytes.
 */
export function hmac(key: Uint8Array, message: string): string {
  const { inner, outer } = padsFor(key);
  const length = inner.write(message, BLOCK_BYTES, 'utf8');
  if (length < Buffer.byteLength(message)) throw new RangeError('Too long to be signed.');
  // Node returns a hash as text of one character a byte in a third of the time of a buffer.
  outer.write(hash('sha256', inner.subarray(0, BLOCK_BYTES + length), 'binary'), BLOCK_BYTES, 'latin1');
  return hash('sha256', outer, 'base64url');
}

/** Compares secrets or signatures in constant time (timing-safe), so that the time does not reveal where the texts differ. */
export function isSameSecret(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}
