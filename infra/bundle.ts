/**
 * Bundles an entry for Lambda: the code that its start needs in one file, and beside it the code that is loaded later.
 * `node infra/bundle.ts <entry> <folder>`, both absolute: a process of its own, because CDK asks for a bundle and does not wait for a
 * promise.
 */
import { type InputOptions, type Plugin, rolldown } from 'rolldown';

export type Bundle = {
  /** Bytes of all files of the bundle. */
  size: number;
  /** Absolute paths of the files whose code is in the bundle. */
  modules: string[];
  /** The files among them that a start loads; the others are loaded when they are first needed. */
  start: string[];
};

/** An import as Rolldown prints it, before minification. */
const IMPORT = /^import \{ ([^}]+) \} from "(node:[\w/]+)";$/gm;

/** Importing a module of Node's evaluates all its exports, used or not: node:crypto brings all of WebCrypto, 5 ms of every start. */
const BUILTINS: Plugin = {
  name: 'builtins',
  renderChunk: (code) =>
    code.replaceAll(IMPORT, (whole, names: string, module: string) =>
      /\bdefault\b/.test(names)
        ? whole
        : `const { ${names.replaceAll(' as ', ': ')} } = globalThis.process.getBuiltinModule("${module}");`,
    ),
};

/** Dependencies are bundled too: the code that was tested runs, whatever SDK the runtime brings. */
const INPUT = {
  platform: 'node',
  transform: { target: 'node24' },
  plugins: [BUILTINS],
  resolve: { mainFields: ['module', 'main'] },
} satisfies InputOptions;

/**
 * Each file costs a start half a millisecond, whatever its size. By default Rolldown makes a file for every set of modules that two entries
 * share.
 */
const START = { groups: [{ name: 'start', tags: ['$initial' as const] }] };

/** Writes `index.mjs` and the files that it loads into `folder`. `entry` is absolute. Throws if the build fails. */
export async function bundle(root: string, entry: string, folder: string): Promise<Bundle> {
  const build = await rolldown({ ...INPUT, cwd: root, input: { index: entry } });
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    // Names are not mangled: stack traces in the log stay readable, and the cost at a start could not be measured.
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

/** The entry chunk and all chunks that it imports statically. */
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
