/** `doctor`: a health check of everything that letters need; each fault is printed with its remedy. */
import { type AccessRequest, composeAccessRequest } from '../../domain/account/access-request.ts';
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import { perSecond } from '../../domain/delivery/send-rate.ts';
import { domainOf } from '../../domain/dns/dns.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { type Finding, info, problem } from '../../domain/finding.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { examinePlan } from '../../flows/account/estimate-cost.ts';
import {
  examineAccount,
  examineAlarms,
  examineConcurrency,
  examineQuota,
  examineSets,
} from '../../flows/account/examine-account.ts';
import { examineAlarmActions } from '../../flows/account/examine-alarm-actions.ts';
import { examineEngagement } from '../../flows/account/examine-engagement.ts';
import { examineNotices, examineSignUps } from '../../flows/account/examine-notices.ts';
import { examinePublication } from '../../flows/account/examine-publication.ts';
import { examineSenders } from '../../flows/account/examine-sender.ts';
import { proveEvents } from '../../flows/account/prove-events.ts';
import { examineDmarcAlone } from '../../flows/dns/examine-dmarc.ts';
import { examineDmarcAge } from '../../flows/dns/examine-dmarc-age.ts';
import { examineNames } from '../../flows/dns/examine-names.ts';
import type { DeliveryPorts } from '../../flows/ledger/delivery-ports.ts';
import { proveNotices } from '../../flows/notices/prove-notices.ts';
import { runCheck } from '../../flows/run-check.ts';
import { readPublicationFile } from '../../wiring/build/content.ts';
import { openOwnCertificates } from '../../wiring/certificates.ts';
import { openDns } from '../../wiring/dns.ts';
import { examineMachine } from '../../wiring/local/examine-machine.ts';
import type { LocalParts } from '../../wiring/local/local.ts';
import { PRICES } from '../../wiring/prices.ts';
import { openAlarmHistory, openSendingAccount, readWorkerCount } from '../../wiring/remote/account.ts';
import type { Command, CommandAnswer, CommandCall } from '../command.ts';
import { configOf } from '../config.ts';
import { answerFindings } from '../findings.ts';
import { withDelivery, withLocal } from '../open.ts';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Checks machine, account and domain, and says what is wrong and how to mend it.',
  takes: [],
  flags: { yes: { type: 'boolean', help: 'Do not ask before messages go to the simulator of SES.' } },
  notes:
    'Exit 1 if something is wrong. With --stage it asks before it sends four messages to SES’s own simulator, one of them by the stage’s functions.',
  run: async (call) => (call.flags.stage === undefined ? hereAnswer(call) : stageAnswer(call)),
};

async function hereAnswer(call: CommandCall): Promise<CommandAnswer> {
  const config = configOf(call);
  const machine = await examineMachine(config);
  const { publication } = await readPublicationFile(config);
  const { baseUrl: base, mailer } = config;
  const found = [...machine, ...examinePublication(publication, { base, mailer })];
  if (mailer === 'smtp')
    found.push(
      ...(await runCheck('DMARC', () =>
        examineDmarcAlone(openDns(config), domainOf(publication.from.email)),
      )),
    );
  if (mailer === 'smtp')
    found.push(...(await runCheck('sign-ups', () => withLocal(call, examineLocalSignUps))));
  if (mailer !== 'ses') return answerFindings(found);
  return withDelivery(call, async (ports, local) => {
    try {
      const account = (await openSendingAccount(local))!;
      const { findings, request } = await examineSendingAccount(ports, local, account, publication);
      return answerFindings([...found, ...findings, ...(await examineLocalSignUps(local))], request);
    } catch (error) {
      // The operator is not logged in to AWS.
      if (!isBroadsheetError(error) || error.code !== 'config') throw error;
      return answerFindings([...found, problem('SES account', error.message, error.remedy ?? '')]);
    }
  });
}

const stageAnswer = (call: CommandCall): Promise<CommandAnswer> =>
  withDelivery(call, async (ports, local) => {
    const publication = await ports.publication();
    const account = (await openSendingAccount(local))!;
    const { baseUrl: base, sesSets } = local.config;
    const { findings, request } = await examineSendingAccount(ports, local, account, publication);
    const found = [
      ...examinePublication(publication, { base, mailer: 'ses' }),
      ...findings,
      ...(await runCheck('concurrency', async () =>
        examineConcurrency(account, publication, await rateOf(ports)),
      )),
      ...(await examineSets(account, Object.values(sesSets))),
      ...(await examineNamesElsewhere(local, publication)),
      ...(await examineAlarms(account, local.remote?.alarms, publication)),
      ...(await examineAlarmActions(await openAlarmHistory(), local.remote?.alarms)),
      ...(await runCheck('notices', () => examineNotices(local))),
      ...(await examineLocalSignUps(local)),
      ...(await proveEventPath(call, ports)),
    ];
    return answerFindings(found, request);
  });

const examineLocalSignUps = ({ limits, clock }: LocalParts): Promise<Finding[]> =>
  examineSignUps(limits, clock());

/** Findings about the names of a domain whose DNS is not in Route 53. */
async function examineNamesElsewhere(local: LocalParts, { url, hosting }: Publication): Promise<Finding[]> {
  if (hosting.dns === undefined || url === undefined || local.remote === undefined) return [];
  const ports = { dns: openDns(local.config), certificates: await openOwnCertificates() };
  const { distribution, prefix } = local.remote;
  const own = new URL(url).hostname;
  const stage = prefix.split('/').at(-1)!;
  const host = stage === 'prod' ? own : `${stage}.${own}`;
  return examineNames(ports, { host, base: local.config.baseUrl, distribution });
}

/** Findings that a machine sending through SES and a stage have in common. */
async function examineSendingAccount(
  ports: DeliveryPorts,
  local: LocalParts,
  account: SendingAccount,
  publication: Publication,
): Promise<{ findings: Finding[]; request: AccessRequest | undefined }> {
  const { active } = await ports.subscribers.countByStatus();
  const standing = await examineAccount(account);
  const [dns, from] = [openDns(local.config), domainOf(publication.from.email)];
  const findings = [
    ...standing,
    ...(await runCheck('quota', async () => [
      examineQuota(
        await ports.mailer.quota(),
        publication,
        active,
        await readWorkerCount(local, account, publication),
      ),
    ])),
    ...(await examinePlan(PRICES.mail, account)),
    ...(await examineEngagement(account, Object.values(local.config.sesSets))),
    ...(await examineSenders({ account, dns }, publication)),
    ...(await runCheck('DMARC', () => examineDmarcAge({ dns, ledger: ports.ledger }, from, ports.clock()))),
  ];
  const boxed = standing.some(({ check, level }) => check === 'sandbox' && level === 'wrong');
  const base = publication.url ?? local.config.baseUrl;
  const about = { base, readers: active, feedback: local.remote !== undefined };
  return { findings, request: boxed ? composeAccessRequest(publication, about) : undefined };
}

const rateOf = async (ports: DeliveryPorts): Promise<number | undefined> =>
  perSecond((await ports.publication()).sending, await ports.mailer.quota());

/** Without a terminal to ask at, the event path is not tried, and the other findings still stand. */
async function proveEventPath(call: CommandCall, ports: DeliveryPorts): Promise<Finding[]> {
  const untried = [
    info(
      'event path',
      'The event path was not tried: no message was sent.',
      'Say --yes to send four to the simulator of SES.',
    ),
  ];
  try {
    const ask =
      'This sends four messages to the mailbox simulator of SES, and waits up to four minutes for their events.';
    return (await call.confirm(ask))
      ? [...(await proveNotices(ports)), ...(await proveEvents(ports))]
      : untried;
  } catch (error) {
    if (isBroadsheetError(error) && error.code === 'usage') return untried;
    throw error;
  }
}
