/** Reads the account's quota with a cache: GetSendQuota may be called only once a second (API reference). */
import type { Quota } from '../../domain/delivery/mailer.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Client } from './client.ts';

const KEEP = 5000;
/** https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html: 200 a day, 1 a second. */
const SANDBOX = { perDay: 200, perSecond: 1 };
const NO_LIMIT = -1;

export function createQuota(tell: Client['quota'], clock: () => number) {
  let known: { quota: Quota; at: number } | undefined;
  let asking: Promise<Quota> | undefined;
  let sent = 0;
  const ask = async (): Promise<Quota> => {
    try {
      const quota = quotaOf(await tell());
      known = { quota, at: clock() };
      sent = 0;
      return quota;
    } catch (error) {
      throw new BroadsheetError('unavailable', `SES did not tell its quota (${(error as Error).name}).`, {
        remedy: 'Check AWS_REGION, the credentials, and that they allow ses:GetSendQuota.',
        cause: error,
      });
    } finally {
      asking = undefined;
    }
  };
  return {
    /** Counts a message sent since the last reading. */
    count: () => void sent++,
    async read(): Promise<Quota> {
      if (known && Math.abs(clock() - known.at) < KEEP)
        return { ...known.quota, sentLastDay: known.quota.sentLastDay + sent };
      asking ??= ask();
      return asking;
    },
  };
}

const quotaOf = ({ perDay, perSecond, sentLastDay }: Awaited<ReturnType<Client['quota']>>): Quota => ({
  perDay: perDay === NO_LIMIT ? undefined : perDay,
  perSecond,
  sentLastDay,
  sandbox: perDay === SANDBOX.perDay && perSecond === SANDBOX.perSecond,
});
