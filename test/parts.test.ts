import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// docs/architecture.md draws the parts; the sources are read, not trusted.
const ROOT = resolve(import.meta.dirname, '..');

/** Part → the parts of its layer that it may take from; `.` are the files of the layer's own folder. */
const PARTS: Record<string, Record<string, string>> = {
  domain: {
    '.': '',
    dns: '',
    stories: '',
    time: '',
    ledger: 'time',
    text: '. time',
    schedule: 'ledger time',
    source: '. text time',
    site: 'source text',
    pictures: 'source',
    publication: '. dns site source text time',
    account: 'publication time',
    content: '. pictures publication site source text time',
    subscribers: '. publication text time',
    import: '. publication site subscribers text time',
    letters: '. content pictures publication site text',
    limits: '. subscribers time',
    notices: '. subscribers time',
    delivery: '. ledger letters publication subscribers time',
    release: '. content letters pictures publication site source text time',
    search: 'content release',
  },
  flows: {
    '.': '',
    limits: '',
    content: '.',
    dns: '.',
    release: 'content',
    build: 'content release',
    letters: 'content release',
    search: 'release',
    ledger: 'letters release',
    site: 'letters release',
    notices: '. ledger limits',
    subscribers: 'ledger limits',
    account: '. dns ledger limits notices',
    import: 'subscribers',
    schedule: 'content ledger letters notices release subscribers',
    delivery: '. ledger letters notices release schedule subscribers',
    runs: 'delivery import ledger letters notices release schedule subscribers',
  },
  web: {
    http: '',
    readers: 'http',
    site: 'http',
    editors: 'readers',
    '.': 'editors http readers site',
  },
  wiring: {
    '.': '',
    aws: '.',
    build: '.',
    local: '. build',
    remote: '. aws build local',
  },
};

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));

const IMPORT = /^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;

/** [file, what it imports], types included. */
const edges = ['functions', 'infra'].flatMap(sources).flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map((match): [string, string] => {
    const target = (match[1] ?? match[2])!;
    return [file, relative(ROOT, resolve(ROOT, dirname(file), target))];
  }),
);

/** What remains when all that nothing needs, or that needs nothing, is taken away: the circles. */
function circles(all: readonly (readonly [string, string])[]): string[] {
  let left = all.filter(([a, b]) => a !== b);
  for (;;) {
    const from = new Set(left.map(([a]) => a));
    const to = new Set(left.map(([, b]) => b));
    const next = left.filter(([a, b]) => to.has(a) && from.has(b));
    if (next.length === left.length) return [...new Set(left.map(([a, b]) => `${a} → ${b}`))];
    left = next;
  }
}

/** `[layer, part]` of a file in a layer that has parts. */
function partOf(file: string): [string, string] | undefined {
  const [top, layer = '', part = '', name] = file.split('/');
  return top === 'functions' && layer in PARTS ? [layer, name === undefined ? '.' : part] : undefined;
}

describe('parts', () => {
  it('take from the parts below them alone', () => {
    const wrong = edges.filter(([file, target]) => {
      const [from, to] = [partOf(file), partOf(target)];
      if (!from || !to || from[0] !== to[0] || from[1] === to[1]) return false;
      return !PARTS[from[0]]?.[from[1]]?.split(' ').includes(to[1]);
    });
    expect(edges.length).toBeGreaterThan(2000);
    expect(wrong.map(([file, target]) => `${file} must not import ${target}`)).toEqual([]);
  });

  it('are all in the table, and the table names no other', () => {
    const there = new Set(edges.flat().flatMap((file) => partOf(file)?.join('/') ?? []));
    const listed = Object.entries(PARTS).flatMap(([layer, parts]) =>
      Object.keys(parts).map((part) => `${layer}/${part}`),
    );
    expect([...there].sort()).toEqual(listed.sort());
  });

  it('import each other in no circle, types included; nor do folders, nor files', () => {
    expect(circles(edges)).toEqual([]);
    expect(circles(edges.map(([file, target]) => [dirname(file), dirname(target)]))).toEqual([]);
  });

  it('stand in docs/architecture.md on a floor above each part that they take from', () => {
    const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
    const drawing = /^ {3}domain .*\n((?:\d .*\n)+)/m.exec(page)!;
    const columns = ['domain', 'flows', 'web', 'wiring'].map((layer) => drawing[0].indexOf(layer));
    const floors = new Map<string, number>();
    for (const line of drawing[1]!.trimEnd().split('\n'))
      for (const word of line.matchAll(/[a-z]+/g)) {
        const layer = ['domain', 'flows', 'web', 'wiring'].findLast((_, i) => word.index >= columns[i]!)!;
        floors.set(`${layer}/${word[0]}`, Number(line[0]));
      }
    const drawn = (layer: string, part: string): number => floors.get(`${layer}/${part}`) ?? -1;
    const wrong = Object.entries(PARTS).flatMap(([layer, parts]) =>
      Object.entries(parts).flatMap(([part, below]) =>
        below
          .split(' ')
          .filter((other) => other !== '.' && other !== '' && part !== '.')
          .filter((other) => drawn(layer, other) < 0 || drawn(layer, other) >= drawn(layer, part))
          .map((other) => `${layer}: ${part} over ${other}`),
      ),
    );
    expect(floors.size).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it('hold 30 source files a folder at most', () => {
    const count = new Map<string, number>();
    for (const file of ['functions', 'infra', 'test', 'bench'].flatMap(sources))
      count.set(dirname(file), (count.get(dirname(file)) ?? 0) + 1);
    expect([...count].filter(([, files]) => files > 30)).toEqual([]);
  });
});
