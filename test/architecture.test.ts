import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// docs/architecture.md states this rule; the sources are read, not trusted.
const ROOT = resolve(import.meta.dirname, '..');

type Import = { file: string; line: number; target: string };

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts'))
    .map((e) => relative(ROOT, join(e.parentPath, e.name)));
}

/** Static and dynamic imports, `import type` too, and `new URL('./x.ts', import.meta.url)` of workers. */
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const pattern =
    /^import\s+['"]([^'"]+)['"]|^(?:import|export)\b[^'"=]*\bfrom\s*['"]([^'"]+)['"]|^\}\s*from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+)['"]/g;
  text.split('\n').forEach((source, i) => {
    if (/^\s*(\/\/|\*|\/\*)/.test(source)) return;
    for (const match of source.matchAll(pattern)) {
      const name = match.slice(1).find((part) => part !== undefined)!;
      const target = name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name;
      found.push({ file, line: i + 1, target });
    }
  });
  return found;
}

/** The room a file is in: `domain`, `adapters/sqlite`, `entry` … */
function room(path: string): string {
  const [top, second, third] = path.split('/');
  if (top !== 'functions') return top ?? '';
  if (third === undefined) return 'entry';
  return second === 'adapters' ? `adapters/${third.replace(/\.ts$/, '')}` : (second ?? '');
}

const ROOMS: Record<string, { own: string[]; packages: RegExp }> = {
  domain: { own: ['domain'], packages: /^node:crypto$/ },
  feeds: { own: ['feeds', 'domain'], packages: /^feed$/ },
  pages: { own: ['pages', 'domain'], packages: /^hono\/html$/ },
  flows: { own: ['flows', 'domain', 'feeds'], packages: /^node:(crypto|zlib|util|path|buffer)$/ },
  web: {
    own: ['web', 'domain', 'flows', 'feeds', 'pages'],
    packages: /^(hono(\/.*)?|node:(crypto|zlib|util|buffer))$/,
  },
  wiring: {
    own: ['wiring', 'entry', 'domain', 'flows', 'feeds', 'pages', 'adapters'],
    packages: /^node:|^hono|^@hono\/node-server/,
  },
  server: {
    own: ['server', 'web', 'pages', 'flows', 'wiring', 'domain'],
    packages: /^node:|^hono$|^@hono\/node-server/,
  },
  cli: { own: ['cli', 'server', 'pages', 'flows', 'wiring', 'domain'], packages: /^node:/ },
  entry: { own: ['entry', 'cli', 'web', 'flows', 'wiring', 'domain'], packages: /^node:/ },
  infra: {
    // Three files beside wiring say how the stack must fit them: the table's keys, the form of SES's events, the policy of caches.
    own: [
      'infra',
      'domain',
      'wiring',
      ...['adapters/dynamodb/table.ts', 'adapters/ses/event.ts', 'web/http/headers.ts'].map(
        (file) => `functions/${file}`,
      ),
    ],
    packages: /^node:|^aws-cdk-lib(\/.*)?$|^constructs$|^cdk-nag$|^rolldown$/,
  },
};

/** What one adapter may load besides node: its own dependency. */
const ADAPTERS: Record<string, RegExp> = {
  'adapters/any-ascii': /^any-ascii$/,
  'adapters/markdown-it': /^markdown-it(-.*)?(\/.*)?$/,
  'adapters/mjml': /^mjml/,
  'adapters/sharp': /^sharp$/,
  'adapters/js-yaml': /^js-yaml$/,
  'adapters/csv-parse': /^csv-parse/,
  'adapters/postal-mime': /^postal-mime$/,
  'adapters/smtp': /^nodemailer/,
  'adapters/powertools': /^@aws-lambda-powertools\/(logger|metrics)$/,
  'adapters/dynamodb': /^@aws-sdk\/client-dynamodb$/,
  'adapters/altcha': /^altcha-lib(\/.*)?$/,
  'adapters/aws4fetch': /^aws4fetch$/,
  'adapters/ses': /^@aws-sdk\/client-ses$|^@smithy\//,
};

/** What infra may import beside the domain: what the stack has to know of the code that it deploys. */
const INFRA = [
  'adapters/dynamodb/table.ts',
  'adapters/ses/event.ts',
  'web/http/headers.ts',
  'wiring/build/content.ts',
  'wiring/build/release-folder.ts',
  'wiring/certificates.ts',
  'wiring/config.ts',
  'wiring/remote/stack-status.ts',
].map((file) => `functions/${file}`);

function verdict({ file, line, target }: Import): string | undefined {
  const from = room(file);
  const rule = from.startsWith('adapters/')
    ? { own: [from, 'domain'], packages: new RegExp(`^node:|${ADAPTERS[from]?.source ?? '^$'}`) }
    : ROOMS[from];
  if (!rule) return `${file} lies in no layer`;
  // The root of the repository, as a folder to run something in.
  if (target === '') return undefined;
  const own = /^(functions|infra)\//.test(target);
  const to = room(target);
  const allowed = own
    ? rule.own.some((r) => r === to || r === target || to.startsWith(`${r}/`))
    : rule.packages.test(target);
  return allowed ? undefined : `${file}:${line} (${from}) must not import ${target}`;
}

const LAYERS = ['domain', 'flows', 'feeds', 'pages', 'web', 'wiring', 'server', 'cli'];

/** The layers that a cell of the table in docs/architecture.md allows. */
function layersIn(cell: string): string[] {
  const named = LAYERS.filter((layer) => new RegExp(`\\b${layer}\\b`).test(cell));
  return cell.startsWith('everything but') ? LAYERS.filter((layer) => !named.includes(layer)) : named;
}

const withoutComments = (file: string): string =>
  readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

describe('the import rule', () => {
  const imports = ['functions', 'infra']
    .flatMap(sources)
    .flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')));

  it('holds in every source', () => {
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.map(verdict).filter(Boolean)).toEqual([]);
  });

  it('is the one that the table in docs/architecture.md states', () => {
    const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
    const rows = [...page.matchAll(/^\| (`functions\/.*) \| .* \| (.*) \|$/gm)].flatMap(([, folders, cell]) =>
      [...folders!.matchAll(/`functions\/(\w+|\*)/g)].map(([, name]) => ({
        layer: name === '*' ? 'entry' : name!,
        stated: layersIn(cell!),
      })),
    );
    const others = (layer: string, all: readonly string[]) =>
      LAYERS.filter((one) => one !== layer && all.includes(one));
    expect(rows.map(({ layer }) => layer).sort()).toEqual([...LAYERS, 'adapters', 'entry'].sort());
    for (const { layer, stated } of rows)
      expect([layer, others(layer, stated)]).toEqual([layer, others(layer, ROOMS[layer]?.own ?? ['domain'])]);
  });

  it('lets infra take the domain, and of the rest the files that are named', () => {
    const taken = sources('infra')
      .flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')))
      .filter(({ target }) => target.startsWith('functions/') && room(target) !== 'domain')
      .map(({ target }) => target);
    expect([...new Set(taken)].sort()).toEqual(INFRA);
  });

  it('sees a flow that reaches into an adapter', () => {
    const [broken] = importsOf(
      'functions/flows/delivery/deliver.ts',
      "import { x } from '../../adapters/sqlite/ledger.ts';",
    );
    expect(verdict(broken!)).toBe(
      'functions/flows/delivery/deliver.ts:1 (flows) must not import functions/adapters/sqlite/ledger.ts',
    );
  });

  it('sees a domain file that loads a package, and an adapter that loads another', () => {
    expect(verdict({ file: 'functions/domain/a.ts', line: 1, target: 'node:fs' })).toContain(
      'must not import',
    );
    expect(
      verdict({
        file: 'functions/adapters/ses/a.ts',
        line: 1,
        target: 'functions/adapters/sqlite/database.ts',
      }),
    ).toContain('must not');
  });

  it('sees a construct that reaches into a flow', () => {
    const target = 'functions/flows/schedule/tick.ts';
    expect(verdict({ file: 'infra/delivery.ts', line: 1, target })).toContain('(infra) must not import');
  });

  it('finds nothing but commands in cli/commands/, and their list', () => {
    const folder = 'functions/cli/commands';
    const isCommand = (file: string): boolean =>
      /^export const \w+: (?:readonly )?Command\b/m.test(readFileSync(join(ROOT, file), 'utf8'));
    expect(sources(folder).filter((file) => !isCommand(file))).toEqual([`${folder}/command-list.ts`]);
  });

  it('keeps entries in functions/ short', () => {
    const entries = sources('functions').filter((file) => room(file) === 'entry');
    const long = entries.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 25);
    expect(long).toEqual([]);
  });

  it('puts no clock, no environment and no Math.random into domain, flows, feeds and pages', () => {
    const pure = ['domain', 'flows', 'feeds', 'pages'].flatMap((layer) => sources(`functions/${layer}`));
    const impure = /Date\.now\b|new Date\(\)|process\.env\b|Math\.random/;
    expect(pure.filter((file) => impure.test(withoutComments(file)))).toEqual([]);
    expect(sources('functions/domain').filter((file) => /\bprocess\./.test(withoutComments(file)))).toEqual(
      [],
    );
  });
});
