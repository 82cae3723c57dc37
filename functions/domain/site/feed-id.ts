/** Permanent ids of feeds and their items, made from the publication's id, never from an address or a file's name. */
import { createHash } from 'node:crypto';

/** A name-based UUID over SHA-256: version 8 of RFC 9562 §5.8 (version 5 is SHA-1's). */
export function feedId(publication: string, kind: 'feed' | 'article', id: string): string {
  const bytes = createHash('sha256').update(`${publication}/${kind}/${id}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return `urn:uuid:${parts.join('-')}`;
}
