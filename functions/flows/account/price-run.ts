/** What so many letters cost: SES's fee by the account's plan, and on a stage what its functions, table and queues take. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import { type Bill, billOf, type Prices } from '../../domain/account/prices.ts';

/** SES's fee is the first line. `assumed`: a sentence, where the account did not say all. */
export type RunPrice = Bill & { assumed: string | undefined };

/** `perSecond`: how fast they go; undefined: nobody said. */
export async function priceRun(
  prices: Prices,
  account: Pick<SendingAccount, 'ses'>,
  { letters, perSecond = 1, stage }: { letters: number; perSecond: number | undefined; stage: boolean },
): Promise<RunPrice> {
  // On a machine the sender's role may be allowed to send and to read its quota, and nothing else.
  const plan = await account.ses().then(
    (ses) => ses.plan,
    () => undefined,
  );
  const { assumed, ...fee } = prices.mail.fee(letters, plan);
  const rest = stage ? prices.hosting.letters(letters, perSecond).lines : [];
  return { ...billOf([fee, ...rest]), assumed };
}
