/**
 * An entry as what Lambda loads: what its start needs in one file, and beside it what is loaded when it is first needed.
 * `node infra/bundle.ts <entry> <folder>`, both absolute: CDK asks for a bundle and does not wait for a promise.
 */
import { type InputOptions, type Plugin, rolldown } from 'rolldown';

export type Bundle = {
  /** Bytes of all its files. */
  size: number;
  /** Absolute files whose code is in it. */
  modules: string[];
  /** Those of them that a start loads; the others are loaded when they are first needed. */
  start: string[];
};

/** As Rolldown prints it, before it is minified. */
const IMPORT = /^import \{ ([^}]+) \} from "(node:[\w/]+)";$/gm;

/** An import of a module of Node's evaluates all that it exports, used or not: of node:crypto all of WebCrypto, 5 ms of every start. */
const BUILTINS: Plugin = {
  name: 'builtins',
  renderChunk: (code) =>
    code.replaceAll(IMPORT, (whole, names: string, module: string) =>
      /\bdefault\b/.test(names)
        ? whole
        : `const { ${names.replaceAll(' as ', ': ')} } = globalThis.process.getBuiltinModule("${module}");`,
    ),
};

/** Whole: what runs is what was tested, whatever SDK the runtime brings. */
const INPUT = {
  platform: 'node',
  transform: { target: 'node24' },
  plugins: [BUILTINS],
  resolve: { mainFields: ['module', 'main'] },
} satisfies InputOptions;

/** A file costs a start half a millisecond, whatever is in it; left to itself, Rolldown makes one of every set of modules that two share. */
const START = { groups: [{ name: 'start', tags: ['$initial' as const] }] };

/** Writes `index.mjs` and what it loads into `folder`. Throws where it does not build. `entry`: absolute. */
export async function bundle(root: string, entry: string, folder: string): Promise<Bundle> {
  const build = await rolldown({ ...INPUT, cwd: root, input: { index: entry } });
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    // Names stay: a stack trace in the log is to be read, and they cost a start nothing that could be measured.
    minify: { compress: true, codegen: true, mangle: false },
    entryFileNames: 'index.mjs',
    chunkFileNames: '[hash].mjs',
    codeSplitting: START,
  });
  await build.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  return {
    size: chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0),
    modules: chunks.flatMap(({ moduleIds }) => moduleIds),
    start: [...startOf(chunks)].flatMap(({ moduleIds }) => moduleIds),
  };
}

type Chunk = { fileName: string; imports: string[]; moduleIds: string[] };

/** The entry, and all that it imports before it runs. */
function startOf(chunks: readonly Chunk[]): Set<Chunk> {
  const loaded = new Set(chunks.filter(({ fileName }) => fileName === 'index.mjs'));
  for (const { imports } of loaded)
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) loaded.add(chunk);
  return loaded;
}

if (import.meta.main) {
  const [entry, folder] = process.argv.slice(2);
  await bundle(process.cwd(), entry!, folder!);
}
