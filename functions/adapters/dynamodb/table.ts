/** The one table, as data: what infra deploys, what an emulator is given, what the adapters speak of. docs/adr/0009 says why so. */

/** What its items are is in the first letters of the partition; each adapter says so at its top. */
export const TABLE = {
  partition: 'pk',
  sort: 'sk',
  /** Local indexes, sorted by a number, with whole items; an item without that number is not in it. Read consistently. */
  indexes: [
    { name: 'newest', sort: 'made' },
    { name: 'live', sort: 'live' },
  ],
  /** Seconds since 1970; DynamoDB deletes the item some time after. */
  expiry: 'expires',
} as const;

export type IndexName = (typeof TABLE.indexes)[number]['name'];

/** Kinds of items, by their partition keys as patterns of IAM's `StringLike`. `batches` and `markers` cover those of notices. */
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
