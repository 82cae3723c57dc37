/** Plans and imports a CSV text with the real CSV reader. */
import { readCsv } from '../../../functions/adapters/csv-parse/read-csv.ts';
import { readMap } from '../../../functions/domain/import/header-row.ts';
import { applyImport, type ImportSource, planImport } from '../../../functions/flows/import/import.ts';
import type { SubscriptionsFixture } from './subscriptions.ts';

type About = Pick<ImportSource, 'name' | 'status' | 'progress'> & { map?: string };

const source = (text: string, { map, ...about }: About) => ({
  async *bytes() {
    yield new TextEncoder().encode(text);
  },
  newsletters: ['daily'],
  source: 'import',
  ...about,
  ...(map === undefined ? {} : { map: readMap(map) }),
});
export const plan = (desk: SubscriptionsFixture, text: string, about: About = {}) =>
  planImport({ ...desk.ports, readCsv }, source(text, about));
export const apply = async (desk: SubscriptionsFixture, text: string, about: About = {}) =>
  applyImport({ ...desk.ports, readCsv }, source(text, about), (await plan(desk, text, about)).fingerprint);
export const csv = (...lines: string[]) => lines.join('\n');

/** The subscribers after an import with their status: `ada active, bob unsubscribed`. */
export async function people(desk: SubscriptionsFixture): Promise<string> {
  const all = await desk.ports.subscribers.page({ after: '', limit: 1000 });
  return all
    .map(({ email, status }) => `${email.split('@')[0]} ${status}`)
    .sort()
    .join(', ');
}
