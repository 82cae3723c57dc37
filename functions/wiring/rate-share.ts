/** Limits a mailer to a stage's share of its account's rate (rate limit). */
import type { Mailer } from '../domain/delivery/mailer.ts';

/** Other stages of the account send too, so each stage takes its share. */
export const limitToShare = (mailer: Mailer, share: number): Mailer => ({
  ...mailer,
  get concurrency() {
    return mailer.concurrency;
  },
  async quota() {
    const quota = await mailer.quota();
    return { ...quota, perSecond: quota.perSecond === undefined ? undefined : quota.perSecond * share };
  },
});
