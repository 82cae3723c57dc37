/** A CSV list, as text, planned and imported by the real reader. */
import { readCsv } from '../../functions/adapters/csv-parse/read-csv.ts';
import { applyImport, planImport } from '../../functions/flows/import.ts';
import type { Desk } from './subscriptions.ts';

const source = (text: string) => ({
  async *bytes() {
    yield new TextEncoder().encode(text);
  },
  newsletters: ['daily'],
  source: 'import',
});
export const plan = (desk: Desk, text: string) => planImport({ ...desk.ports, readCsv }, source(text));
export const apply = async (desk: Desk, text: string) =>
  applyImport({ ...desk.ports, readCsv }, source(text), (await plan(desk, text)).fingerprint);
export const csv = (...lines: string[]) => lines.join('\n');
