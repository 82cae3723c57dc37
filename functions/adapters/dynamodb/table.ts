/** The one DynamoDB table as data, for infra, for emulators and for the adapters (single-table design, docs/adr/0009). */

/** The first letters of a partition key tell the kind of its items; each adapter's first comment has its keys. */
export const TABLE = {
  partition: 'pk',
  sort: 'sk',
  /** Local secondary indexes with whole items, sorted by a number; an item without the number is in none. Reads are consistent. */
  indexes: [
    { name: 'newest', sort: 'made' },
    { name: 'live', sort: 'live' },
  ],
  /** The TTL attribute, in seconds since 1970; DynamoDB deletes the item some time after. */
  expiry: 'expires',
} as const;

export type IndexName = (typeof TABLE.indexes)[number]['name'];

/** Partition keys of each kind of item, as patterns of IAM's `StringLike`. `batches` and `markers` include those of notices. */
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
