/** The CSV reader, for commands. */
export { readCsv } from '../adapters/csv-parse/read-csv.ts';
