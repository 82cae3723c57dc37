/** The strong entity tag of a body: the same bytes, the same tag, on every machine. */
import { hash } from 'node:crypto';

/** 132 bits of SHA-256, quoted as RFC 9110 §8.8.3 wants it. */
export const entityTag = (body: string | Uint8Array): string =>
  `"${hash('sha256', body, 'base64url').slice(0, 22)}"`;

/** RFC 9110 §8.8.3.2: a cache that compresses (CloudFront) marks our tags `W/`, and they still are ours. */
export const opaqueTag = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag);
