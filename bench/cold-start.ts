/**
 * Measures the cold start of each function's bundle (as infra/ makes it): CPU time from process start to a ready handler, since a function
 * with less than a core waits for that. Beside it: an empty handler, and Hono, client-ses, client-dynamodb and feed in one bundle.
 * `node bench/cold-start.ts [--small] [--json]`. Fresh processes, interleaved, medians. Also: the content of a bundle, and the time of a
 * 304 in the handler.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpHandler, ORIGIN_SECRET_HEADER } from '../functions/web/lambda-http.ts';
import type { HttpEvent } from '../functions/web/lambda-request.ts';
import { createAnswerContent } from '../functions/web/site/answer-content.ts';
import { type Bundle, bundleEntry } from '../infra/bundle.ts';
import { aSite, aStore } from '../test/support/builders/small-site.ts';
import { type Figure, median, report } from './support/report.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const ROUNDS = small ? 5 : 25;
const ROOT = join(import.meta.dirname, '..');
const MB = 1_000_000;

/** Packages that no function may load, since none serves a request or a send. */
const FORBIDDEN =
  /node_modules\/(mjml|markdown-it|sharp|@img|aws-cdk|constructs|js-yaml|csv-parse|nodemailer|postal-mime)/;

type Measured = Bundle & { name: string; file: string; times: number[] };

const folder = temporaryFolder();

async function made(name: string, entry: string): Promise<Measured> {
  const bundled = await bundleEntry(ROOT, join(ROOT, entry), join(folder, name));
  return { ...bundled, name, file: join(folder, name, 'index.mjs'), times: [] };
}

/** Prints the time so far as soon as the handler is ready for an event. */
const HOST = join(folder, 'host.mjs');
writeFileSync(
  HOST,
  'await import(process.argv[2]); const { user, system } = process.cpuUsage(); process.stdout.write(String(user + system));',
);

/** The environment as the stack sets it; before an event comes, no request is made. */
const ENVIRONMENT = {
  ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' },
  ...{ TABLE: 't', BUCKET: 'b', PARAMETERS: '/p', PLAN_QUEUE: 'https://q/1', DELIVER_QUEUE: 'https://q/2' },
  ...{ NOTICES_QUEUE: 'https://q/3', AWS_LAMBDA_FUNCTION_NAME: 'f' },
};

function start({ file, times }: Measured): void {
  const said = execFileSync(process.execPath, [HOST, file], { env: ENVIRONMENT, encoding: 'utf8' });
  times.push(Number(said) / 1000);
}

/** Microseconds of the median round. */
async function unchanged(): Promise<number> {
  const { app, site } = aSite(aStore());
  const handler = createHttpHandler(app, () => 'secret', createAnswerContent(site));
  const event = (headers: Record<string, string>): HttpEvent => ({
    ...{ rawPath: '/feed.xml', rawQueryString: '' },
    headers: { [ORIGIN_SECRET_HEADER]: 'secret', 'cloudfront-viewer-address': '192.0.2.7:4711', ...headers },
    requestContext: { http: { method: 'GET', sourceIp: '10.0.0.1' } },
  });
  const { headers } = await handler(event({}));
  const again = event({ 'if-none-match': headers.etag! });
  const times: number[] = [];
  const many = small ? 200 : 2000;
  for (let round = 0; round < 30; round++) {
    const begun = performance.now();
    for (let n = 0; n < many; n++) if ((await handler(again)).statusCode !== 304) throw new Error('no 304');
    times.push(((performance.now() - begun) / many) * 1000);
  }
  return median(times.slice(10));
}

const names = readdirSync(join(ROOT, 'functions')).flatMap(
  (file) => file.match(/^(.+)\.lambda\.ts$/)?.[1] ?? [],
);
const empty = await made('empty', 'bench/support/empty-handler.ts');
const heavy = await made('heavy', 'bench/support/heavy-handler.ts');
const ours = await Promise.all(names.map((name) => made(name, `functions/${name}.lambda.ts`)));
for (let round = 0; round < ROUNDS; round++) {
  console.error(`round ${round + 1} of ${ROUNDS}`);
  for (const one of [empty, heavy, ...ours]) start(one);
}

const startOf = ({ name, times }: Measured): Figure => {
  const [beside, most, against] =
    name === 'web' ? ([empty, 1.5, 'an empty handler'] as const) : ([heavy, 1, 'the heavy bundle'] as const);
  const ratio = median(times) / median(beside.times);
  return {
    figure: `${name} ready, beside ${against}`,
    ...{
      ours: median(times),
      beside: median(beside.times),
      ratio,
      unit: 'ms',
      target: `≤ ${most.toFixed(1)} ×`,
      met: ratio <= most,
    },
  };
};
const plain = (figure: string, value: number, unit: string, target: string, met: boolean): Figure => ({
  ...{ figure, ours: value, beside: null, ratio: null, unit, target, met },
});
const largest = ours.reduce((a, b) => (b.size > a.size ? b : a));
const strangers = new Set(ours.flatMap(({ modules }) => modules.filter((module) => FORBIDDEN.test(module))));
for (const { name, size } of [empty, heavy, ...ours]) console.error(`${name}: ${Math.round(size / 1000)} KB`);
for (const stranger of strangers) console.error(`not for a bundle: ${stranger}`);
const took = await unchanged();
report([
  ...ours.map(startOf),
  plain(`the largest bundle (${largest.name})`, largest.size / MB, 'MB', '≤ 1', largest.size <= MB),
  plain('modules of build, mail and CDK packages in bundles', strangers.size, '', '0', strangers.size === 0),
  plain('a 304 in the handler', took, 'µs', '≤ 20', took <= 20),
]);
