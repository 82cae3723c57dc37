/**
 * The schema of outbox.db as migration steps: a step that has landed is never edited, a new one goes to the end.
 * Files of before there were steps have version 0 and the tables of the first step.
 */

/**
 * Every accepted message, double ones too, in the order of acceptance. `to_key`: the address in lower case, for searches. The search for
 * evidence uses the index of run and batch.
 */
const ACCEPTED_MESSAGES = `
CREATE TABLE IF NOT EXISTS accepted (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run TEXT NOT NULL,
  batch TEXT NOT NULL,
  position INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  to_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  letter TEXT NOT NULL,
  recipe TEXT NOT NULL,
  hash BLOB NOT NULL,
  bytes INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS accepted_of ON accepted (run, batch);
CREATE INDEX IF NOT EXISTS accepted_to ON accepted (to_key);
`;

/** `lease`: the lease of the worker that last asked for evidence of a batch. The mailer accepts no message under a lower lease. */
const FENCES = `
CREATE TABLE fences (
  run TEXT NOT NULL,
  batch TEXT NOT NULL,
  lease INTEGER NOT NULL,
  PRIMARY KEY (run, batch)
) WITHOUT ROWID;
`;

/** `OUTBOX_MIGRATIONS[n]` brings a file of version n to version n + 1. */
export const OUTBOX_MIGRATIONS: readonly string[] = [ACCEPTED_MESSAGES, FENCES];
