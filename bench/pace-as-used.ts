/**
 * Measures the rate limiter as people use it: `npm start`'s server and a `send` beside it, two processes on one SQLite file, SES's protocol
 * over HTTP.
 */
import { importReaders, sendTo, startMailServer } from './support/a-sending.ts';
import type { Figure } from './support/report.ts';
import type { Bucketed } from './support/ses-bucket.ts';

const RATE = 200;
/** `noise`: the share of calls that are refused at random; `least`: the percentage of the rate that must still be used. */
const THROTTLE_SHARES = [
  { noise: 0, least: 98 },
  { noise: 0.02, least: 85 },
];

export async function paceAsUsed(seconds: number): Promise<Figure[]> {
  const readers = importReaders(RATE * seconds);
  const figures: Figure[] = [];
  for (const { noise, least } of THROTTLE_SHARES) {
    const ses = await startMailServer<Bucketed>('ses-bucket.ts', RATE, noise);
    const environment = {
      ...{ MAILER: 'ses', AWS_ENDPOINT_URL_SES: ses.address },
      ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' },
    };
    await sendTo(readers, environment, { beside: true });
    const { used } = await ses.counts();
    ses.close();
    const world = noise === 0 ? '' : `, ${noise * 100} % of calls throttled at random`;
    figures.push({
      figure: `${RATE} a second, a server and \`send\` beside it${world}: used`,
      ...{ ours: Number((used * 100).toFixed(2)), beside: null, ratio: null },
      ...{ unit: '%', target: `≥ ${least}`, met: used * 100 >= least },
    });
  }
  return figures;
}
