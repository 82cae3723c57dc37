import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// A file that one other file imports is a door that a reader opens for nothing, unless there is a reason to keep the two apart.
const ROOT = resolve(import.meta.dirname, '..');
const SMALL = 30;
const MOST = 16;

/** Small files of one importer, and why each is a file of its own. */
const REASONS: Readonly<Record<string, string>> = {
  'functions/adapters/dynamodb/members.ts': 'the packed form of ids, beside two long files of batches',
  'functions/adapters/ses/bounce-words.ts': 'SES words for bounces, which the parser of events reads',
  'functions/cli/findings.ts': 'prints findings: no command of its own, and the command is long',
  'functions/cli/provider-suppressions.ts': 'the list of the carrier itself, which one of the removals asks',
  'functions/feeds/opml.ts': 'one format a file, as RSS, Atom and JSON Feed',
  'functions/feeds/open-search.ts': 'one format a file, as RSS, Atom and JSON Feed',
  'functions/flows/dns/ask-certificate.ts': 'a flow: wiring may not hold it',
  'functions/web/readers/newsletter-form.ts': 'a rule of its own beside the protocol of the route',
  'functions/wiring/aws/ask-stage-certificate.ts': 'the parts of one function: an entry holds none',
  'functions/wiring/aws/lazy-function-log.ts': 'loads the log when there is something to log',
  'functions/wiring/aws/write-stage-dmarc.ts': 'the parts of one function: an entry holds none',
  'functions/wiring/csv.ts': 'a command may not import the adapter',
  'functions/wiring/dns.ts': 'a command may not import the adapter',
  'functions/wiring/local/rotate.ts': 'a command may not import the adapters',
  'functions/wiring/mail.ts': 'the server may not import the adapter',
  'functions/wiring/remote/stack-status.ts': 'infra may not import the adapter',
};

type Use = { by: string; how: 'static' | 'lazy' };

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));

/** Static imports, types included; what is loaded when it is needed; what a worker or a process starts with. */
const IMPORT = /^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)|new URL\('(\.[^']+)'/gm;

function usesIn(folders: readonly string[]): Map<string, Use[]> {
  const uses = new Map<string, Use[]>();
  for (const by of folders.flatMap(sources)) {
    for (const match of readFileSync(join(ROOT, by), 'utf8').matchAll(IMPORT)) {
      const target = relative(ROOT, resolve(ROOT, dirname(by), match.slice(1).find(Boolean)!));
      const how = match[1] === undefined ? 'lazy' : 'static';
      uses.set(target, [...(uses.get(target) ?? []), { by, how }]);
    }
  }
  return uses;
}

const lines = (file: string): number => readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;

/** Entries and commands are found by name; an adapter is its dependency's own file, which wiring alone may import. */
function hasItsPlace(file: string, [use]: readonly Use[]): boolean {
  if (/^functions\/[^/]+$|^functions\/cli\/commands\//.test(file)) return true;
  if (file.startsWith('functions/adapters/') && use!.by.startsWith('functions/wiring/')) return true;
  return use!.how === 'lazy';
}

describe('a small file', () => {
  const uses = usesIn(['functions', 'infra']);
  const small = [...uses]
    .filter(([file, all]) => file.startsWith('functions/') && new Set(all.map(({ by }) => by)).size === 1)
    .filter(([file, all]) => lines(file) <= SMALL && !hasItsPlace(file, all))
    .map(([file]) => file)
    .sort();

  it('with one importer has a reason', () => {
    expect(uses.size).toBeGreaterThan(500);
    expect(small).toEqual(Object.keys(REASONS).sort());
  });

  it('with one importer is rare', () => {
    expect(small.length).toBeLessThanOrEqual(MOST);
  });
});
