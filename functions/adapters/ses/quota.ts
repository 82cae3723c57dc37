/** Reads the account's quota with a cache: GetSendQuota may be called only once a second (API reference). */
import type { Quota } from '../../domain/delivery/mailer.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Client } from './client.ts';

/** Milliseconds for which a reading is reused; messages sent meanwhile are added to it. */
const CACHE_DURATION = 5000;
/** https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html: 200 a day, 1 a second. */
const SANDBOX_QUOTA = { perDay: 200, perSecond: 1 };
const UNLIMITED_PER_DAY = -1;

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
      if (known && Math.abs(clock() - known.at) < CACHE_DURATION)
        return { ...known.quota, sentLastDay: known.quota.sentLastDay + sent };
      asking ??= ask();
      return asking;
    },
  };
}

const quotaOf = ({ perDay, perSecond, sentLastDay }: Awaited<ReturnType<Client['quota']>>): Quota => ({
  perDay: perDay === UNLIMITED_PER_DAY ? undefined : perDay,
  perSecond,
  sentLastDay,
  sandbox: perDay === SANDBOX_QUOTA.perDay && perSecond === SANDBOX_QUOTA.perSecond,
});
