/** Tables of the ledger: runs, batches, spans, pace, memory. */

export const LEDGER_TABLES = ``;
