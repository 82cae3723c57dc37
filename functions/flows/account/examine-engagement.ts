/** Examines tracking: if the account says so, Virtual Deliverability Manager adds a pixel and rewrites links, unless the set says no. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import { type Finding, ok, problem } from '../../domain/finding.ts';
import { runCheck } from '../run-check.ts';

/** `sets`: configuration sets of letters and notices; none on a machine that names none. */
export const examineEngagement = (
  account: Pick<SendingAccount, 'ses' | 'engagement'>,
  sets: readonly string[],
): Promise<readonly Finding[]> =>
  runCheck('tracking', async () => {
    const { engagement } = await account.ses();
    if (engagement !== true) return [ok('tracking', 'The account adds no pixel and rewrites no link.')];
    const silent: string[] = [];
    for (const set of sets) if ((await account.engagement(set)) !== 'DISABLED') silent.push(set);
    if (sets.length > 0 && silent.length === 0)
      return [
        ok('tracking', 'The account’s engagement metrics are on, and the configuration sets say no to them.'),
      ];
    const where =
      silent.length > 0
        ? `${silent.join(' and ')} does not say no to them`
        : 'no configuration set says no to them';
    return [
      problem(
        'tracking',
        `The account’s engagement metrics (Virtual Deliverability Manager) are on, and ${where}: SES adds a pixel and rewrites links.`,
        'Deploy again; on one machine turn them off in the SES console, or in the configuration set.',
      ),
    ];
  });
