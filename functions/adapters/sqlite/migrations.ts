/** The schema of broadsheet.db as migration steps: a step that has landed is never edited, a new one goes to the end. */

/**
 * Lists are JSON. `subscribers_active` serves only `candidates`, which picks the ids of one newsletter by its JSON text. Position sets are
 * 64-bit masks, bit n for position n. `free_at`: the instant from which an open batch may be claimed.
 */
const FIRST_TABLES = `
CREATE TABLE subscribers (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  newsletters TEXT NOT NULL,
  topics TEXT NOT NULL,
  labels TEXT NOT NULL,
  consent_at INTEGER NOT NULL,
  consent_source TEXT NOT NULL,
  consent_form TEXT NOT NULL,
  confirmed_at INTEGER,
  paused_until INTEGER,
  changed_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  asked TEXT,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX subscribers_active ON subscribers (id, newsletters) WHERE status = 'active';

CREATE TABLE suppressions (
  hash TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_counts (
  day TEXT NOT NULL,
  event TEXT NOT NULL,
  reason TEXT NOT NULL,
  newsletter TEXT NOT NULL,
  source TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, event, reason, newsletter, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE limits (
  key TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX limits_until ON limits (until);

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

/** Milliseconds by which a stream's slots were moved back in all. */
const PACE_PUSHED = `
ALTER TABLE pace ADD COLUMN pushed REAL NOT NULL DEFAULT 0;
`;

/**
 * `soft_bounces`: letters that bounced softly, JSON. `rest_until`: the end of the rest of a refused address. `remarks`: reasons for
 * unsubscribing, JSON. `vouched`: consents that an operator vouched for. `soft`: positions with soft bounces.
 */
const SOFT_BOUNCES_AND_REMARKS = `
ALTER TABLE subscribers ADD COLUMN soft_bounces TEXT;
ALTER TABLE subscribers ADD COLUMN rest_until INTEGER;
ALTER TABLE subscribers ADD COLUMN remarks TEXT;
ALTER TABLE subscribers ADD COLUMN vouched TEXT;
ALTER TABLE batches ADD COLUMN soft INTEGER NOT NULL DEFAULT 0;
`;

/**
 * `epoch`: tells apart the rows of one address. `requests`, `forwards`: pending requests, and rows that lead here, JSON. `prints`, `texts`:
 * the run's stories, and the letters that the run has had, JSON. `later`: positions that went with another letter than the batch's.
 * `folded`: the counts of a compacted run, whose batches are deleted, JSON.
 */
const MOVES_AND_FOLDED_RUNS = `
ALTER TABLE subscribers ADD COLUMN epoch TEXT;
ALTER TABLE subscribers ADD COLUMN requests TEXT;
ALTER TABLE subscribers ADD COLUMN forwards TEXT;

CREATE TABLE forwards (
  id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  to_id TEXT NOT NULL,
  to_epoch TEXT NOT NULL,
  links TEXT NOT NULL,
  PRIMARY KEY (id, epoch)
) STRICT, WITHOUT ROWID;

ALTER TABLE runs ADD COLUMN prints TEXT;
ALTER TABLE runs ADD COLUMN texts TEXT;
ALTER TABLE batches ADD COLUMN later TEXT;
ALTER TABLE runs ADD COLUMN folded TEXT;
`;

/** `MIGRATIONS[n]` brings a file of version n to version n + 1. */
export const MIGRATIONS: readonly string[] = [
  FIRST_TABLES,
  PACE_PUSHED,
  SOFT_BOUNCES_AND_REMARKS,
  MOVES_AND_FOLDED_RUNS,
];
