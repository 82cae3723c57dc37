/** End-to-end check of notices: queues one as for a subscriber, and the stage's own function sends it, with its own rights. */
import { type Finding, ok, problem } from '../../domain/finding.ts';
import type { BatchRef } from '../../domain/ledger/batch.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import { SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readTrouble } from './notice-trouble.ts';
import { queueNotice } from './queue-notice.ts';

type NoticeProofPorts = Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'random' | 'sleep'>;

/** SES accepts this address in the sandbox too. https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html */
const SIMULATOR_ADDRESS = 'success@simulator.amazonses.com';

/** Long enough for a cold start, a letter, and a lost doorbell that the tick rings again. */
const MAX_WAIT = 90 * SECOND;
const POLL_INTERVAL = 2 * SECOND;

const TEST_ALARM = {
  ...{ run: '', subject: 'doctor', newsletter: '', what: 'other' },
  ...{
    message: 'This is a look at the way of notices.',
    remedy: 'Nothing is to be done.',
    command: 'doctor',
  },
};

/** Queues one alarm to the simulator of SES, and waits a minute and a half at most for its outcome in the ledger. */
export async function proveNotices(ports: NoticeProofPorts): Promise<Finding[]> {
  const { ledger, clock, sleep, random } = ports;
  const key = `doctor-${random()}`;
  await queueNotice(ports, { kind: 'alarm', to: SIMULATOR_ADDRESS, about: TEST_ALARM, key });
  const ref: BatchRef = { run: NOTICES, id: `alarm-${key}` };
  for (const end = clock() + MAX_WAIT; ; await sleep(POLL_INTERVAL)) {
    const outcomes = (await ledger.batch(ref))?.outcomes;
    if (outcomes?.accepted.has(0))
      return [ok('functions', 'The function for notices sent one, with its own rights.')];
    if (outcomes?.rejected.has(0)) return [reportUnsent('SES refused the notice that the function sent.')];
    if (clock() >= end) return [reportUnsent(await describeDelay(ports))];
  }
}

/** Adds the reason that the functions recorded, if any: there is one if SES refused the sender. */
async function describeDelay(ports: NoticeProofPorts): Promise<string> {
  const trouble = await readTrouble(ports);
  const why = trouble ? `: ${trouble.reason}` : '.';
  return `Within a minute and a half the function for notices sent nothing, and readers wait too${why}`;
}

const reportUnsent = (says: string): Finding =>
  problem('functions', says, 'See the log of the notices function; after another sender, deploy again.');
