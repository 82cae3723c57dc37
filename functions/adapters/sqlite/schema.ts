/** The schema of broadsheet.db as a list of migrations; a migration that has landed is never edited, a new one is added. */
import { FOLDED, LEDGER_TABLES, PUSHED, SOFT_BOUNCES, STORIES } from './ledger-tables.ts';
import { BOUNCES, MOVES, REMARKS, SUBSCRIBER_TABLES } from './subscriber-tables.ts';

export const SCHEMA: readonly string[] = [
  SUBSCRIBER_TABLES + LEDGER_TABLES,
  PUSHED,
  BOUNCES + REMARKS + SOFT_BOUNCES,
  MOVES + STORIES + FOLDED,
];
