/** Tables of subscribers, suppressions, daily counts and limits. */

/** Lists are JSON. `subscribers_active` answers `candidates` alone; ids of one newsletter are picked from it by its JSON text. */
export const SUBSCRIBER_TABLES = `
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
`;

/** Version 3: letters that came back softly (JSON), and until when a refused address is left alone. */
export const BOUNCES = `
ALTER TABLE subscribers ADD COLUMN soft_bounces TEXT;
ALTER TABLE subscribers ADD COLUMN rest_until INTEGER;
`;

/** Version 3: why they left, in JSON, and what an operator vouched for; NULL where there is nothing. */
export const REMARKS = `
ALTER TABLE subscribers ADD COLUMN remarks TEXT;
ALTER TABLE subscribers ADD COLUMN vouched TEXT;
`;

/** Version 4: which row of an address it is, requests that wait and earlier rows that lead here (JSON); and where those lead. */
export const MOVES = `
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
`;
