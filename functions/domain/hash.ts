/** The one hash that names things: SHA-256 in hex. */
import { hash } from 'node:crypto';

export const sha256 = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex');

/** Of several texts, so that no two lists of texts run into one another. */
export const hashOf = (...parts: readonly string[]): string => sha256(JSON.stringify(parts));
