/** Tables of the ledger: runs, batches, spans, pace, memory. */

/** Position sets are 64-bit masks, bit n for position n. `free_at`: from when an open batch may be claimed. */
export const LEDGER_TABLES = `
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject_of TEXT NOT NULL,
  newsletter TEXT NOT NULL,
  subject TEXT NOT NULL,
  letter TEXT,
  articles TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  cutoff INTEGER NOT NULL,
  until INTEGER,
  spans INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  passes INTEGER NOT NULL,
  version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_newest ON runs (created_at DESC, id DESC);

CREATE TABLE batches (
  run TEXT NOT NULL,
  id TEXT NOT NULL,
  pass INTEGER NOT NULL,
  span INTEGER NOT NULL,
  members TEXT NOT NULL,
  size INTEGER NOT NULL,
  next TEXT,
  notice TEXT,
  letter TEXT,
  created_at INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  free_at INTEGER NOT NULL AS (max(lease_until, not_before)) VIRTUAL,
  started INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  again INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  departed INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  bounced INTEGER NOT NULL,
  complained INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE INDEX batches_open ON batches (run, free_at, created_at) WHERE closed = 0;

CREATE TABLE spans (
  run TEXT NOT NULL,
  pass INTEGER NOT NULL,
  span INTEGER NOT NULL,
  PRIMARY KEY (run, pass, span)
) WITHOUT ROWID;

CREATE TABLE pace (
  lane TEXT PRIMARY KEY,
  next REAL NOT NULL DEFAULT 0,
  factor REAL NOT NULL DEFAULT 1,
  slow_until INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE memory (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
`;

/** Version 2: how far a lane was pushed in all, milliseconds. */
export const PUSHED = `
ALTER TABLE pace ADD COLUMN pushed REAL NOT NULL DEFAULT 0;
`;

/** Version 3: which bounces were soft ones. */
export const SOFT_BOUNCES = `
ALTER TABLE batches ADD COLUMN soft INTEGER NOT NULL DEFAULT 0;
`;

/** Version 4: what a run's stories were, the texts it has had, and which position went with another than the batch's. JSON. */
export const STORIES = `
ALTER TABLE runs ADD COLUMN prints TEXT;
ALTER TABLE runs ADD COLUMN texts TEXT;
ALTER TABLE batches ADD COLUMN later TEXT;
`;

/** Version 4: what is left of a run's batches once they are folded, as JSON. */
export const FOLDED = `
ALTER TABLE runs ADD COLUMN folded TEXT;
`;
