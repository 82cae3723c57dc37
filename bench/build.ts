/**
 * Measures a cold build of 10,000 articles to a full release, CPU and memory, beside Hugo's of the same articles; then a build after one
 * change, and one after none. Each is a fresh process: `node bench/build.ts [--small] [--json]`. The folder lies in memory where possible,
 * so that no disk counts; rounds are interleaved. Needs hugo.
 */
import { appendFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CommandCost, measureCommand } from './support/a-command.ts';
import { makeHugoSite } from './support/hugo-site.ts';
import { makeArticles } from './support/make-articles.ts';
import { type Figure, median, report } from './support/report.ts';
import { memoryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const ARTICLES = small ? 1000 : 10_000;
const ROUNDS = small ? 3 : 5;
const ROOT = resolve(import.meta.dirname, '..');

type Kind = 'hugo' | 'cold' | 'changed' | 'same';

const folder = memoryFolder();
makeArticles(join(folder, 'content'), ARTICLES);
makeHugoSite(join(folder, 'hugo'), join(folder, 'content'));
cpSync(join(ROOT, 'templates'), join(folder, 'templates'), { recursive: true });
const newest = join(
  folder,
  'content/articles',
  readdirSync(join(folder, 'content/articles')).toSorted().at(-1)!,
);
// The compile cache, as npm's scripts set it.
const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') };

const ours = async (): Promise<CommandCost> => {
  const command = ['--max-semi-space-size=8', join(ROOT, 'functions/cli.ts'), 'build'] as const;
  const made = await measureCommand([process.execPath, ...command], { cwd: folder, env });
  if (!/^[0-9a-f]+: /.test(made.said)) throw new Error(`This is no release: ${made.said}`);
  return made;
};

const builds: Record<Kind, () => Promise<CommandCost>> = {
  hugo() {
    rmSync(join(folder, 'hugo/public'), { recursive: true, force: true });
    const cache = join(folder, 'hugo-cache');
    return measureCommand(['hugo', '--quiet', '--source', 'hugo', '--cacheDir', cache], { cwd: folder, env });
  },
  cold() {
    rmSync(join(folder, 'dist'), { recursive: true, force: true });
    return ours();
  },
  changed() {
    appendFileSync(newest, '\nOne more sentence.\n');
    return ours();
  },
  same: ours,
};

const rounds: Record<Kind, CommandCost[]> = { hugo: [], cold: [], changed: [], same: [] };
for (let round = 0; round <= ROUNDS; round++) {
  for (const kind of Object.keys(builds) as Kind[]) {
    const made = await builds[kind]();
    // The first round fills the compile cache.
    if (round > 0) rounds[kind].push(made);
  }
}

const of = (kind: Kind, key: keyof CommandCost): number => median(rounds[kind].map((one) => one[key]));

function row(figure: string, [mine, other]: [Kind, Kind], key: keyof CommandCost, most?: number): Figure {
  const [value, beside] = [of(mine, key), of(other, key)];
  const ratio = value / beside;
  const unit = { wall: 'ms', cpu: 'ms of CPU', peak: 'MB' }[key];
  const target = most === undefined ? '' : `ratio ≤ ${most}`;
  return { figure, ours: value, beside, ratio, unit, target, met: most === undefined || ratio <= most };
}

const many = `${ARTICLES.toLocaleString('en')} articles`;
const memory = row(`${many} cold, peak memory, beside Hugo`, ['cold', 'hugo'], 'peak');
report([
  row(`${many} cold, beside Hugo`, ['cold', 'hugo'], 'wall', 1),
  row('the same', ['cold', 'hugo'], 'cpu'),
  { ...memory, target: '< 400', met: memory.ours < 400 },
  row('one article changed, beside cold', ['changed', 'cold'], 'wall', 0.1),
  row('the same', ['changed', 'cold'], 'cpu'),
  row('nothing changed, beside cold', ['same', 'cold'], 'wall'),
]);
