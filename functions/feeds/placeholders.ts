/**
 * Placeholders that keep content away from the `feed` package, whose escaping, URL parsing or CDATA writing could spoil it. The package
 * lays out a document of marks, and the content is filled in afterwards.
 */
import { Feed, type FeedOptions } from 'feed';

export type Placeholders = {
  /** Returns a placeholder for XML that is safe already. */
  mark(xml: string): string;
  fill(document: string): string;
};

/** An element that carries XML for which the package has no option. In RSS, a channel's `copyright` serves as well. */
export const EXTRA_ELEMENT = 'rights';

/**
 * A mark such as `mark:7;` is inert in text, CDATA and attributes, and `new URL()` returns it unchanged (the package parses Atom ids). The
 * package itself writes nothing that looks like a mark.
 */
export function createPlaceholders(): Placeholders {
  const values: string[] = [];
  const MARK = new RegExp(
    `<(?:${EXTRA_ELEMENT}|copyright)>mark:(\\d+);</(?:${EXTRA_ELEMENT}|copyright)>|<!\\[CDATA\\[mark:(\\d+);\\]\\]>|mark:(\\d+);`,
    'g',
  );
  return {
    mark: (xml) => `mark:${values.push(xml) - 1};`,
    fill: (document) => document.replace(MARK, (_, a, b, c) => values[Number(a ?? b ?? c)]!),
  };
}

/** Sets every option whose default would be the time of day, a foreign name, or the word `undefined`. */
export function createFeed(
  options: FeedOptions & { id: string; link: string; updated: Date; description: string },
): Feed {
  return new Feed({ ...options, generator: 'Broadsheet' });
}
