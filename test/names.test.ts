import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn, readSource } from './support/probes/sources.ts';

const EXPORT = /^export (?:async )?(?:function\*?|const|let|type|class|interface) (\w+)/gm;

/** Exported name → the files that export it, in functions/ and infra/. */
const exported = new Map<string, string[]>();
for (const file of ['functions', 'infra'].flatMap((folder) => filesIn(folder)))
  for (const [, name = ''] of readSource(file).matchAll(EXPORT))
    exported.set(name, [...new Set([...(exported.get(name) ?? []), file])]);

/** `domain`, `adapters/sqlite`, `infra`, `entry` … */
function layerOf(file: string): string {
  const [top = '', layer = '', folder = ''] = file.split('/');
  if (top !== 'functions') return top;
  if (folder === '') return 'entry';
  return layer === 'adapters' ? `adapters/${folder}` : layer;
}

/** Twins by rule: one name for what is one thing in several layers. */
const TWINS: Record<string, (name: string, files: string[], layers: string[]) => boolean> = {
  'the entry of each Lambda function': (_, __, layers) => layers.every((layer) => layer === 'entry'),
  'the same port, by two adapters in files of one name': (_, files, layers) =>
    layers.every((layer) => layer.startsWith('adapters/')) && oneName(files),
  'a command and its flow': (_, files, layers) =>
    files.length === 2 && layers.includes('cli') && layers.includes('flows') && inCommands(files),
  'a construct of infra and the noun that it builds for': (name, files, layers) =>
    files.length === 2 && layers.includes('infra') && /^[A-Z][a-z]/.test(name),
  'one thing in several layers, in files of one name': (_, files) => oneName(files),
};
const oneName = (files: string[]): boolean => new Set(files.map((file) => basename(file))).size === 1;
const inCommands = (files: string[]): boolean => files.some((file) => file.includes('/cli/commands/'));

const isTwin = (name: string, files: string[]): boolean => {
  const layers = files.map(layerOf);
  const apart = new Set(layers).size === layers.length || layers.every((layer) => layer === 'entry');
  return apart && Object.values(TWINS).some((holds) => holds(name, files, layers));
};

/**
 * Names that mean two things until one of them has a better one. A name comes off the list with its rename; none goes onto it without a
 * reason beside it.
 */
const HOMONYMS = new Set<string>([]);

const twice = [...exported].filter(([name, files]) => files.length > 1 && !isTwin(name, files));

describe('an exported name', () => {
  it('stands for one thing in functions/ and infra/, unless a rule or the list says otherwise', () => {
    expect(exported.size).toBeGreaterThan(1000);
    expect(twice.filter(([name]) => !HOMONYMS.has(name)).map((twin) => twin.flat().join(' '))).toEqual([]);
  });

  it('leaves the list once it stands for one thing', () => {
    const left = new Set(twice.map(([name]) => name));
    expect([...HOMONYMS].filter((name) => !left.has(name))).toEqual([]);
  });

  it('is no twin where one layer has it twice, or two layers for two things', () => {
    expect(isTwin('count', ['functions/flows/a/x.ts', 'functions/flows/b/x.ts'])).toBe(false);
    expect(isTwin('Slot', ['functions/domain/a.ts', 'functions/flows/b.ts'])).toBe(false);
    expect(isTwin('plan', ['functions/cli/commands/plan.ts', 'functions/flows/ledger/plan.ts'])).toBe(true);
  });
});

describe('a file', () => {
  const files = ['functions', 'infra', 'test', 'bench'].flatMap((folder) => filesIn(folder));

  it('has a name in kebab-case', () => {
    const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*\.ts$/;
    expect(files.filter((file) => !kebab.test(basename(file)))).toEqual([]);
  });

  it('of functions/ and infra/ has named exports only', () => {
    const own = files.filter((file) => /^(?:functions|infra)\//.test(file));
    expect(own.filter((file) => /^export default\b/m.test(readSource(file)))).toEqual([]);
  });
});
