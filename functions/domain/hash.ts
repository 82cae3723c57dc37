/** Names made of content by SHA-256: a hash in hex, and the strong entity tag of a body (ETag). */
import { hash } from 'node:crypto';

export const sha256 = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex');

/** Of several texts, so that no two lists of texts run into one another. */
export const hashOf = (...parts: readonly string[]): string => sha256(JSON.stringify(parts));

/** 132 bits of SHA-256, quoted as RFC 9110 §8.8.3 wants it. */
export const entityTag = (body: string | Uint8Array): string =>
  `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;

/** RFC 9110 §8.8.3.2: a cache that compresses (CloudFront) marks our tags `W/`, and they still are ours. */
export const opaqueTag = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag);
