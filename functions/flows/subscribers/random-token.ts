/** Short random marks: the epoch of a subscriber's row, the ref of a sign-up request. */
import { randomFillSync } from 'node:crypto';

const BYTES = 5;
/** Drawn ahead for a thousand marks: an import draws one for each row, and each call of the generator costs some two microseconds. */
const ahead = Buffer.alloc(BYTES * 1000);
let used = ahead.length;

/** 36 bits in six characters: a mark is told from a few others of one address, and signed wherever it counts. */
export function drawMark(): string {
  if (used === ahead.length) {
    randomFillSync(ahead);
    used = 0;
  }
  used += BYTES;
  return ahead.toString('base64url', used - BYTES, used).slice(0, 6);
}
