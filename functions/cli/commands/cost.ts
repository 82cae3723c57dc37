/** `cost`: the AWS bill of the month so far, estimated line by line from real counts. */
import { type Cost, costOf } from '../../domain/account/cost.ts';
import { perSecond } from '../../domain/delivery/send-rate.ts';
import { countMonth } from '../../flows/account/estimate-cost.ts';
import type { DeliveryPorts } from '../../flows/ledger/delivery-ports.ts';
import type { LocalParts } from '../../wiring/local/local.ts';
import { PRICES } from '../../wiring/prices.ts';
import { openSendingAccount } from '../../wiring/remote/account.ts';
import type { Command } from '../command.ts';
import { dollars, formatCount } from '../numbers.ts';
import { withDelivery } from '../open.ts';

export const cost: Command = {
  name: 'cost',
  summary: 'Says what this month costs on AWS so far, line by line, and what it assumes.',
  takes: [],
  flags: {},
  notes:
    'Letters and readers are counted, prices are list prices: the bill is AWS’s. Without --stage: what the same would cost there.',
  run: (call) =>
    withDelivery(call, async (ports, local) => {
      const stage = local.remote !== undefined;
      const found = await costHere(ports, local, stage);
      return { text: costText(found, stage), data: { ...found, stage, priced: PRICES.hosting.priced } };
    }),
};

async function costHere(ports: DeliveryPorts, local: LocalParts, stage: boolean): Promise<Cost> {
  const { sending, hosting } = await ports.publication();
  const account = await openSendingAccount(local);
  const [quota, plan, tableBytes] = await Promise.all([
    ports.mailer.quota(),
    account && said(account.ses().then((ses) => ses.plan)),
    stage ? said(account?.tableBytes(local.config.table)) : undefined,
  ]);
  const rate = perSecond(sending, quota);
  return costOf(PRICES, await countMonth(ports), { plan, perSecond: rate, tableBytes, hosting });
}

/** Values that these credentials may not read are assumed, and the answer names the assumption. */
const said = <T>(answer: Promise<T> | undefined): Promise<T | undefined> | undefined =>
  answer?.catch(() => undefined);

const WIDTH = 34;
const line = (what: string, ...amounts: number[]): string =>
  `${`  ${what}`.padEnd(WIDTH)}${amounts.map((amount) => dollars(amount).padStart(18)).join('')}`;

function costText(c: Cost, stage: boolean): string {
  const { free, full } = c.rest;
  const sum = c.sent.dollars;
  return [
    `${c.month} so far, list prices of ${PRICES.hosting.priced}${stage ? '' : ': what the same would cost on AWS'}`,
    `${'At rest, the whole month'.padEnd(WIDTH)}${'with free tier'.padStart(18)}${'without'.padStart(18)}`,
    ...free.lines.map(({ what, dollars: amount }, i) => line(what, amount, full.lines[i]!.dollars)),
    `Sent: ${formatCount(c.letters)} letters in ${formatCount(c.runs)} runs, ${formatCount(c.notices)} notices`,
    ...c.sent.lines.map(({ what, dollars: amount }) => line(what, amount, amount)),
    line('In all', free.dollars + sum, full.dollars + sum)
      .slice(2)
      .replace('In all', 'In all  '),
    `One letter to all ${formatCount(c.active)} active readers: ${dollars(c.toAll)}.`,
    ...(c.saved
      ? [
          `SES's plan à la carte would cost ${dollars(c.saved.dollars)} less, and Broadsheet uses nothing beyond it: ${c.saved.by}`,
        ]
      : []),
    'Assumed:',
    ...c.assumed.map((sentence) => `  ${sentence}`),
  ].join('\n');
}
