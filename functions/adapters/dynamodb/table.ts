/**
 * The schema of the one table (single-table design), as data: for infra, for an emulator, and for the adapters. docs/adr/0009 gives the
 * reasons.
 */

/** The first letters of a partition key name the kind of items; each adapter documents its own. */
export const TABLE = {
  partition: 'pk',
  sort: 'sk',
  /** Local secondary indexes, sorted by a number, with whole items; items without that number are left out. Consistent reads. */
  indexes: [
    { name: 'newest', sort: 'made' },
    { name: 'live', sort: 'live' },
  ],
  /** Expiry in seconds since 1970; DynamoDB deletes the item some time after (TTL). */
  expiry: 'expires',
} as const;

export type IndexName = (typeof TABLE.indexes)[number]['name'];

/** Kinds of items, with their partition keys as patterns for IAM's `StringLike`. `batches` and `markers` cover those of notices. */
export const ITEMS = {
  subscribers: 'S#*',
  forwards: 'F#*',
  suppressions: 'X#*',
  counts: 'DAY',
  limits: 'L#*',
  pace: 'PACE#*',
  runs: 'RUN',
  planned: 'P#*',
  batches: 'B#*',
  markers: 'O#*',
  notices: 'B#notices#',
  noticeMarkers: 'O#notices',
  memory: 'MEMORY',
} as const;

export type ItemKind = keyof typeof ITEMS;
