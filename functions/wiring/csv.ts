/** Provides commands with the CSV reader. */
export { readCsv } from '../adapters/csv-parse/read-csv.ts';
