/** Opens the releases of one machine and the views of them, which pages and feeds are made of. No database is opened. */
import { join } from 'node:path';
import { createFolderRanges } from '../../adapters/fs/blob-ranges.ts';
import { createFolderBlobs } from '../../adapters/fs/blobs.ts';
import { createFolderPointers } from '../../adapters/fs/pointers.ts';
import type { BlobRanges, Blobs, Pointers } from '../../domain/release/release.ts';
import type { Clock } from '../../domain/time/instant.ts';
import { createViews, type LiveViews } from '../../flows/release/view.ts';
import type { Config } from '../config.ts';
import { makeDataFolder } from './data-folder.ts';

export type Published = {
  config: Config;
  clock: Clock;
  /** DATA_DIR/store. */
  blobs: Blobs;
  /** Of a folder alone, which serves its files itself. */
  ranges?: BlobRanges;
  pointers: Pointers;
  views: LiveViews;
};

/** Maximum age of a view in milliseconds, in case another process switches the pointer. */
const VIEW_MAX_AGE_MS = 250;

export const storeFolderOf = (config: Config): string => join(config.dataDir, 'store');

export function openPublished(config: Config, clock: Clock): Published {
  makeDataFolder(config.dataDir);
  const blobs = createFolderBlobs(storeFolderOf(config), { durable: config.mailer !== 'outbox' });
  const pointers = createFolderPointers(storeFolderOf(config));
  const views = createViews({ blobs, pointers, clock }, { refresh: VIEW_MAX_AGE_MS });
  const ranges = createFolderRanges(storeFolderOf(config));
  return { config, clock, blobs, ranges, pointers, views };
}
