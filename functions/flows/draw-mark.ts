/** Short random marks: the epoch of a subscriber's row, the ref of a sign-up request. */
import { randomBytes } from 'node:crypto';

/** 36 bits in six characters: a mark is told from a few others of one address, and signed wherever it counts. */
export const drawMark = (): string => randomBytes(5).toString('base64url').slice(0, 6);
