/** The account's quota, asked for seldom: GetSendQuota may be called once a second at most (API reference). */
import { GetSendQuotaCommand, type SESClient } from '@aws-sdk/client-ses';
import { BroadsheetError } from '../../domain/error.ts';
import type { Quota } from '../../domain/mailer.ts';

const KEEP = 5000;
/** https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html: 200 a day, 1 a second. */
const SANDBOX = { perDay: 200, perSecond: 1 };
const NO_LIMIT = -1;

export function createQuota(client: SESClient, clock: () => number) {
  let known: { quota: Quota; at: number } | undefined;
  let asking: Promise<Quota> | undefined;
  let sent = 0;
  const ask = async (): Promise<Quota> => {
    try {
      const answer = await client.send(new GetSendQuotaCommand({}));
      const quota = quotaOf(answer.Max24HourSend ?? 0, answer.MaxSendRate ?? 0, answer.SentLast24Hours ?? 0);
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
    /** What was sent since it was asked counts. */
    count: () => void sent++,
    async read(): Promise<Quota> {
      if (known && Math.abs(clock() - known.at) < KEEP)
        return { ...known.quota, sentLastDay: known.quota.sentLastDay + sent };
      asking ??= ask();
      return asking;
    },
  };
}

const quotaOf = (perDay: number, perSecond: number, sentLastDay: number): Quota => ({
  perDay: perDay === NO_LIMIT ? undefined : perDay,
  perSecond,
  sentLastDay,
  sandbox: perDay === SANDBOX.perDay && perSecond === SANDBOX.perSecond,
});
