import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { filesIn, readSource } from './support/probes/sources.ts';

/** docs/contributing.md says these: lines of a file, of a function, and of a factory. */
const FILE = 250;
const FUNCTION = 40;
const FACTORY = 110;

/** Longer for a reason, as `file name: lines`: none of these may grow. */
const LONGER: Record<string, number> = {
  // One method a port's method, each one conditional write; apart, they would share the table by an argument.
  'functions/adapters/dynamodb/batches.ts createBatches': 132,
  'functions/adapters/dynamodb/subscribers.ts createSubscribers': 118,
  // The CDK makes a construct's resources in its constructor: the stack's parts list, and one release's.
  'infra/stack.ts constructor': 94,
  'infra/site/live-release.ts constructor': 42,
};

type Node = { type: string; start: number; end: number; [key: string]: unknown };
type Measured = { file: string; name: string; lines: number; factory: boolean };

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';
const nameOf = (node: Node | undefined): string | undefined => node?.name as string | undefined;

/** A function whose last statement returns an object is a factory: its length is that of the methods it holds. */
function measure(file: string, source: string, node: Node, name: string): Measured {
  const body = (node.body as Node).body as Node[];
  const last = body.at(-1);
  const factory =
    last?.type === 'ReturnStatement' && (last.argument as Node | null)?.type === 'ObjectExpression';
  const lines = source.slice(node.start, node.end).split('\n').length;
  return { file, name: nameOf(node.id as Node) ?? name, lines, factory };
}

/** Every function with a block for a body, named after what it is kept in. */
function* functionsIn(file: string, source: string, value: unknown, name = '?'): Generator<Measured> {
  if (Array.isArray(value)) for (const one of value) yield* functionsIn(file, source, one, name);
  if (!isNode(value)) return;
  const own = nameOf((value.id ?? value.key) as Node) ?? name;
  if (/Function/.test(value.type) && isNode(value.body) && value.body.type === 'BlockStatement')
    yield measure(file, source, value, own);
  for (const [key, child] of Object.entries(value))
    if (key !== 'type' && typeof child === 'object') yield* functionsIn(file, source, child, own);
}

/** Whether some block spans more lines than a function may, by its indentation (Biome sets it): other files need not be parsed. */
function hasLongBlock(source: string): boolean {
  const lines = source.split('\n');
  const opened = new Map<number, number>();
  return lines.some((line, i) => {
    const depth = line.search(/\S/);
    const long = line.startsWith('}', depth) && i - (opened.get(depth) ?? i) >= FUNCTION;
    if (line.endsWith('{')) opened.set(depth, i);
    return long;
  });
}

const parsed = (file: string, source: string): Measured[] => [
  ...functionsIn(file, source, parseAst(source, { lang: 'ts', sourceType: 'module' }, file).body),
];
const tooLong = ({ file, name, lines, factory }: Measured): boolean =>
  lines > (LONGER[`${file} ${name}`] ?? (factory ? FACTORY : FUNCTION));

describe('sizes', () => {
  it('of a file are 250 lines at most', () => {
    const files = ['functions', 'infra', 'test', 'bench'].flatMap((folder) => filesIn(folder));
    const long = files.filter((file) => readSource(file).trimEnd().split('\n').length > FILE);
    expect(long).toEqual([]);
  });

  it('of a function are 40 lines at most, and 110 where it returns an object of methods', () => {
    const sources = ['functions', 'infra'].flatMap((folder) => filesIn(folder));
    const files = sources.filter((file) => hasLongBlock(readSource(file)));
    const all = files.flatMap((file) => parsed(file, readSource(file)));
    expect(all.filter(({ lines }) => lines > FUNCTION).length).toBeGreaterThan(10);
    expect(all.filter(tooLong).map(({ file, name, lines }) => `${file} ${name}: ${lines}`)).toEqual([]);
  });

  it('are seen: a function of 41 lines that returns no object is too long', () => {
    const source = `export function long(): number {\n${'  f();\n'.repeat(38)}  return 1;\n}\n`;
    expect(hasLongBlock(source)).toBe(true);
    const [long] = parsed('a.ts', source);
    expect(long).toMatchObject({ name: 'long', lines: 41, factory: false });
    expect(tooLong(long!)).toBe(true);
  });
});
