/**
 * Renews test/fixtures/caniemail/support.jsonl, what mail clients support, from caniemail.com's data (MIT): the path of its api/data.json, which
 * the npm package `caniemail` holds as data/caniemail.json. `node .ci/renew-caniemail.ts <path>`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { MAIL_CLIENTS } from '../test/support/letters/mail-clients.ts';

type Feature = {
  slug: string;
  stats: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  notes_by_num: Readonly<Record<string, string>> | null;
};

const source = JSON.parse(readFileSync(argv[2]!, 'utf8')) as { last_update_date: string; data: Feature[] };

/** The newest tested version of a client: the file lists the versions in their order. */
const newestOf = ({ stats }: Feature, client: string): string | undefined => {
  const [family, platform] = client.split('.') as [string, string];
  return Object.values(stats[family]?.[platform] ?? {}).at(-1);
};

function lineOf(feature: Feature): string {
  const support = Object.keys(MAIL_CLIENTS).flatMap((client) => {
    const found = newestOf(feature, client);
    return found === undefined ? [] : [[client, found] as const];
  });
  const cited = new Set(support.flatMap(([, found]) => found.match(/(?<=#)\d+/g) ?? []));
  const notes = Object.entries(feature.notes_by_num ?? {}).filter(([n]) => cited.has(n));
  return JSON.stringify({
    feature: feature.slug,
    support: Object.fromEntries(support),
    ...(notes.length > 0 && { notes: Object.fromEntries(notes) }),
  });
}

const head = JSON.stringify({ source: 'caniemail.com', licence: 'MIT', updated: source.last_update_date });
const file = new URL('../test/fixtures/caniemail/support.jsonl', import.meta.url);
writeFileSync(file, `${[head, ...source.data.map(lineOf)].join('\n')}\n`);
