/** Conditional requests (RFC 9110 §13): whether the client already has what it asks for. */
import { opaqueTag } from '../../domain/hash.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';

/** A field of a request, by its name in small letters. */
export type RequestField = (name: string) => string | null | undefined;

/**
 * The tag the client holds, or undefined: send it all. `tags` are those of each encoding, the one it would be sent first.
 * If-None-Match decides alone when it is there (§13.2.2).
 */
export function heldTag(
  field: RequestField,
  tags: readonly string[],
  modified: Instant | undefined,
): string | undefined {
  const listed = field('if-none-match');
  if (typeof listed === 'string') return matching(listed, tags);
  const since = field('if-modified-since');
  if (typeof since !== 'string' || modified === undefined) return undefined;
  const held = httpDate(since);
  return held !== undefined && held >= Math.floor(modified / SECOND) * SECOND ? tags[0] : undefined;
}

/** Compared weakly (§13.1.2). */
function matching(listed: string, tags: readonly string[]): string | undefined {
  if (listed.trim() === '*') return tags[0];
  // entity-tag = [ W/ ] DQUOTE *etagc DQUOTE; a comma may stand within the quotes (§8.8.3).
  const held = new Set((listed.match(/(?:W\/)?"[^"]*"/g) ?? []).map(opaqueTag));
  return tags.find((tag) => held.has(tag));
}

const DAY_NAME = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** The three forms of §5.6.7; undefined for anything else, which is then ignored. */
export function httpDate(text: string): Instant | undefined {
  if (!DAY_NAME.test(text)) return undefined;
  // asctime's form names no zone and means GMT.
  const instant = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(instant) ? undefined : instant;
}
