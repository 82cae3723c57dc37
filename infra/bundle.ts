/** An entry as what Lambda loads: one module, and beside it what is loaded when it is first needed. */
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';

/** Bundled code of CommonJS packages asks for `require`, which ESM has not. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Whole: what runs is what was tested, whatever SDK the runtime brings. Split: what a start does not need is not read by it. */
const OPTIONS = {
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  keepNames: true,
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  entryNames: 'index',
  chunkNames: '[hash]',
  banner: { js: BANNER },
  logLevel: 'error',
  metafile: true,
} satisfies BuildOptions;

/** Writes `index.mjs` and its chunks into `folder`. Throws where it does not build. `entry`: absolute. */
export const bundle = (root: string, entry: string, folder: string): BuildResult<typeof OPTIONS> =>
  buildSync({ ...OPTIONS, absWorkingDir: root, entryPoints: [entry], outdir: folder });
