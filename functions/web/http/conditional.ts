/** Conditional requests (RFC 9110 §13): finds out whether the client has the resource already (ETag, Last-Modified). */
import { opaqueTagOf } from '../../domain/hash.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';

/** Reads a field of a request by its name in lower case. */
export type RequestField = (name: string) => string | null | undefined;

/**
 * The tag that the client holds; undefined if the whole body must be sent. `tags`: one per encoding, first the one that would be sent.
 * If-None-Match, if present, decides alone (§13.2.2).
 */
export function findHeldTag(
  field: RequestField,
  tags: readonly string[],
  modified: Instant | undefined,
): string | undefined {
  const listed = field('if-none-match');
  if (typeof listed === 'string') return matchTag(listed, tags);
  const since = field('if-modified-since');
  if (typeof since !== 'string' || modified === undefined) return undefined;
  const held = parseHttpDate(since);
  return held !== undefined && held >= Math.floor(modified / SECOND) * SECOND ? tags[0] : undefined;
}

/** Weak comparison (§13.1.2). */
function matchTag(listed: string, tags: readonly string[]): string | undefined {
  if (listed.trim() === '*') return tags[0];
  // entity-tag = [ W/ ] DQUOTE *etagc DQUOTE; a comma may stand within the quotes (§8.8.3).
  const held = new Set((listed.match(/(?:W\/)?"[^"]*"/g) ?? []).map(opaqueTagOf));
  return tags.find((tag) => held.has(tag));
}

const DAY_NAME = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** Parses the three date formats of §5.6.7. Any other text gives undefined, and the field is ignored. */
export function parseHttpDate(text: string): Instant | undefined {
  if (!DAY_NAME.test(text)) return undefined;
  // asctime's form names no zone and means GMT.
  const instant = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(instant) ? undefined : instant;
}
