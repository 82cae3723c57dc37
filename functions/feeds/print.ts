/** Renders a feed in one of three formats. */
import type { FeedFormat } from '../domain/site/paths.ts';
import { atom } from './atom.ts';
import type { FeedDocument } from './document.ts';
import { jsonFeed } from './json-feed.ts';
import { rss } from './rss.ts';

const PRINTERS: Readonly<Record<FeedFormat, (document: FeedDocument) => string>> = {
  rss,
  atom,
  json: jsonFeed,
};

export const printFeed = (format: FeedFormat, document: FeedDocument): string => PRINTERS[format](document);
