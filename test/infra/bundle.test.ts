import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleEntry } from '../../infra/bundle.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const SDK = /\/node_modules\/(@aws-sdk|@smithy)\//;
const entries = readdirSync(join(ROOT, 'functions')).filter((file) => file.endsWith('.lambda.ts'));
const made = (entry: string) => bundleEntry(ROOT, join(ROOT, 'functions', entry), temporaryFolder());

describe('the bundle of a function', () => {
  it.each(entries)('starts without the SDK: %s', async (entry) => {
    const { start } = await made(entry);
    expect(start.length).toBeGreaterThan(1);
    expect(start.filter((module) => SDK.test(module))).toEqual([]);
  });

  it('starts without the search, and holds it for the first query: web', async () => {
    const { start, modules } = await made('web.lambda.ts');
    const ofSearch = (all: readonly string[]) =>
      all.filter((module) => /functions\/(?:(?:domain|flows)\/search\/|pages\/search\.ts)/.test(module));
    expect(ofSearch(start)).toEqual([]);
    expect(ofSearch(modules).length).toBeGreaterThan(8);
  });

  it.each(['tick', 'deliver', 'confirmations', 'plan', 'feedback'])(
    'holds both clients for when they are needed: %s',
    async (name) => {
      const { modules } = await made(`${name}.lambda.ts`);
      for (const client of ['client-ses', 'client-dynamodb'])
        expect(modules.some((module) => module.includes(`/@aws-sdk/${client}/`))).toBe(true);
    },
  );
});
