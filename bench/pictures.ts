/**
 * Measures a build with 100 photographs of 4,000 × 3,000, each shown by two articles: no variant is encoded twice, in one build or in a
 * later one. Also MJML's part of a build, which must be the same for few articles and for many. `node bench/pictures.ts [--small] [--json]`
 */
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { createTemplateCompiler } from '../functions/adapters/mjml/compiler.ts';
import { buildRelease } from '../functions/wiring/build/build.ts';
import { readConfig } from '../functions/wiring/config.ts';
import { type CommandCost, measureCommand } from './support/a-command.ts';
import { makeArticles } from './support/make-articles.ts';
import { type Figure, median, report } from './support/report.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const PHOTOGRAPHS = small ? 3 : 100;
const ROUNDS = small ? 1 : 5;
const [FEW, MANY] = small ? [10, 500] : [10, 10_000];
const ROOT = resolve(import.meta.dirname, '..');

function makeSite(articles: number): string {
  const folder = temporaryFolder();
  makeArticles(join(folder, 'content'), articles);
  cpSync(join(ROOT, 'templates'), join(folder, 'templates'), { recursive: true });
  return folder;
}

const articlesOf = (folder: string): string[] =>
  readdirSync(join(folder, 'content/articles')).map((name) => join(folder, 'content/articles', name));

/** Magnified noise, which is as hard for an encoder as a photograph's grain. */
async function photograph(): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 120, sigma: 30 };
  const grain = sharp({ create: { width: 1000, height: 750, channels: 3, background: '#000', noise } });
  return sharp(await grain.png().toBuffer())
    .resize(4000, 3000)
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Makes another file of the same picture: a JPEG ends at its marker (ITU-T T.81, EOI), and trailing bytes are ignored. */
const another = (jpeg: Buffer, n: number): Buffer => Buffer.concat([jpeg, Buffer.from(`photograph ${n}`)]);

async function addPhotographs(folder: string): Promise<void> {
  mkdirSync(join(folder, 'content/images'), { recursive: true });
  const articles = articlesOf(folder);
  const jpeg = await photograph();
  for (let n = 0; n < PHOTOGRAPHS; n++) {
    writeFileSync(join(folder, `content/images/p-${n}.jpg`), another(jpeg, n));
    for (const article of articles.slice(2 * n, 2 * n + 2)) {
      const image = `image: { src: images/p-${n}.jpg, alt: "Photograph ${n}" }`;
      writeFileSync(article, readFileSync(article, 'utf8').replace('\nsummary:', `\n${image}\nsummary:`));
    }
  }
}

async function build(folder: string): Promise<CommandCost & { encoded: number }> {
  const command = [process.execPath, join(ROOT, 'functions/cli.ts'), 'build', '--json'] as const;
  const made = await measureCommand(command, { cwd: folder });
  return { ...made, encoded: JSON.parse(made.said).stats.encoded };
}

async function measurePictures(): Promise<Figure[]> {
  const folder = makeSite(2 * PHOTOGRAPHS);
  await addPhotographs(folder);
  const first = await build(folder);
  const variants = readdirSync(join(folder, 'dist/media')).length;
  for (const article of articlesOf(folder)) appendFileSync(article, '\nOne more sentence.\n');
  const later = await build(folder);
  const of = `${PHOTOGRAPHS} photographs, two articles each`;
  const row = (figure: string, ours: number, beside: number, unit: string, most?: number): Figure => ({
    ...{ figure: `${of}: ${figure}`, ours, beside, ratio: beside > 0 ? ours / beside : null, unit },
    ...{ target: most === undefined ? '' : `≤ ${most}`, met: most === undefined || ours <= most },
  });
  return [
    row('encoded, beside the variants there are', first.encoded, variants, 'variants', variants),
    row('encoded again once every article has changed', later.encoded, variants, 'variants', 0),
    row('cold, beside every article changed', first.wall, later.wall, 'ms'),
    row('the same', first.cpu, later.cpu, 'ms of CPU'),
    row('peak memory, beside every article changed', first.peak, later.peak, 'MB'),
  ];
}

/** Compiles in this process: returns the milliseconds, and how often it was asked for. */
async function measureCompiling(folder: string): Promise<{ times: number; milliseconds: number }> {
  const config = readConfig({ CONTENT_DIR: 'content', DATA_DIR: temporaryFolder() }, folder);
  const spent = { times: 0, milliseconds: 0 };
  const compiler = createTemplateCompiler(config.templatesDir);
  const mail = async () => ({
    async compile() {
      const begun = performance.now();
      const compiled = await compiler.compile();
      spent.times++;
      spent.milliseconds += performance.now() - begun;
      return compiled;
    },
  });
  await buildRelease(config, { mail });
  return spent;
}

async function measureTemplates(): Promise<Figure[]> {
  const rounds = { few: [] as number[], many: [] as number[] };
  let times = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [few, many] = [await measureCompiling(makeSite(FEW)), await measureCompiling(makeSite(MANY))];
    rounds.few.push(few.milliseconds);
    rounds.many.push(many.milliseconds);
    times = Math.max(times, many.times);
  }
  const [ours, beside] = [median(rounds.many), median(rounds.few)];
  const figure = `MJML's part of building ${MANY} articles, beside ${FEW}`;
  return [
    { figure, ours: times, beside: 1, ratio: times, unit: 'compilations', target: '1', met: times === 1 },
    { figure: 'the same', ours, beside, ratio: ours / beside, unit: 'ms', target: '', met: true },
  ];
}

report([...(await measurePictures()), ...(await measureTemplates())]);
