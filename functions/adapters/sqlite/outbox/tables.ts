/** The outbox's own file: every acceptance, double ones too, in the order they were accepted. */

/** `to_key` is lower-cased, to be found by; messages and batches are found by run and position, for evidence. */
const OUTBOX_TABLES = `
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

/** Whoever asked for evidence of a batch has this lease, and nothing is accepted under a lower one. */
const FENCES = `
CREATE TABLE fences (
  run TEXT NOT NULL,
  batch TEXT NOT NULL,
  lease INTEGER NOT NULL,
  PRIMARY KEY (run, batch)
) WITHOUT ROWID;
`;

/**
 * Step by step; a step that has landed is never edited, a new one is added. Files of before there were steps say version 0 and
 * have the tables of the first.
 */
export const OUTBOX_SCHEMA: readonly string[] = [OUTBOX_TABLES, FENCES];
