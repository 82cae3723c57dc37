/**
 * How content gets through the `feed` package unharmed: it does not go in. The package lays out its skeleton around marks,
 * which none of its escaping, URL parsing or CDATA writing can spoil, and what they stand for is written in afterwards.
 */
import { Feed, type FeedOptions } from 'feed';

export type Skeleton = {
  /** A mark for XML that is safe already. */
  mark(xml: string): string;
  fill(skeleton: string): string;
};

/** The element the package is made to write where it has no words for what we want to say. In RSS a channel's `copyright` is one, too. */
export const EXTRA = 'rights';

/**
 * `mark:7;` is inert as text, in CDATA and attributes, and `new URL()` gives it back unchanged (it parses Atom ids).
 * The package writes no colon-and-digits of its own that could pass for one.
 */
export function createSkeleton(): Skeleton {
  const values: string[] = [];
  const MARK = new RegExp(
    `<(?:${EXTRA}|copyright)>mark:(\\d+);</(?:${EXTRA}|copyright)>|<!\\[CDATA\\[mark:(\\d+);\\]\\]>|mark:(\\d+);`,
    'g',
  );
  return {
    mark: (xml) => `mark:${values.push(xml) - 1};`,
    fill: (skeleton) => skeleton.replace(MARK, (_, a, b, c) => values[Number(a ?? b ?? c)]!),
  };
}

/** Every option that would otherwise be the time of day, a foreign name, or `undefined` spelled out. */
export function emptyFeed(
  options: FeedOptions & { id: string; link: string; updated: Date; description: string },
): Feed {
  return new Feed({ ...options, generator: 'Broadsheet' });
}
