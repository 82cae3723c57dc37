/** Names derived from content by SHA-256: a hash in hex, and the strong entity tag (ETag) of a body. */
import { hash } from 'node:crypto';

export const sha256 = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex');

/** Hashes a list of texts, so that no two different lists have one hash. */
export const hashOf = (...parts: readonly string[]): string => sha256(JSON.stringify(parts));

/** Quotes 132 bits of SHA-256, as RFC 9110 §8.8.3 demands. */
export const entityTagOf = (body: string | Uint8Array): string =>
  `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;

/** RFC 9110 §8.8.3.2: a cache that compresses (CloudFront) marks our tags `W/`; without the mark they match again. */
export const opaqueTagOf = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag);
