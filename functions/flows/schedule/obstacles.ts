/** Finds the obstacles of a run: reasons to hold or refuse it, each a sentence with its remedy. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import { domainOf } from '../../domain/dns/dns.ts';
import type { Run, RunState } from '../../domain/ledger/run.ts';
import { isLargeProvider } from '../../domain/subscribers/large-providers.ts';
import { formatLocalTime, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { Assembly } from '../letters/assemble.ts';
import type { View } from '../release/view.ts';
import { findNewsletter } from './run-letter.ts';

/**
 * `hold`: the run waits, but an operator may resume it; `until` is the end of the obstacle. `refuse`: `send` throws at once, and a run of
 * the tick is held without a letter (`holdRun`).
 */
export type Obstacle = { kind: 'hold' | 'refuse'; sentence: string; until?: Instant };

/** States of runs that have reached readers or soon will. */
const SENT_STATES: readonly RunState[] = ['planned', 'sending', 'paused', 'done'];

/** `spent`: ids of runs that do not count, such as the demo's. */
export async function obstacles(
  ports: Pick<DeliveryPorts, 'ledger' | 'mailer'>,
  view: View,
  run: Pick<Run, 'id' | 'newsletter' | 'kind'>,
  { invisible }: Pick<Assembly, 'invisible'>,
  spent: ReadonlySet<string> = new Set(),
): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  const refuse = (sentence: string) => found.push({ kind: 'refuse', sentence });
  if (invisible.length > 0) {
    refuse(
      `It names what is not visible: ${invisible.join(', ')}. Publish it, or take it out; then resume with --current.`,
    );
  }
  if (view.release.index.publication.postalAddress.length === 0)
    refuse(
      'The publication has no postal address, which the law wants in every letter. Add postalAddress to publication.yaml; then resume with --current.',
    );
  const { name, retired, from } = findNewsletter(view, run.newsletter);
  if (retired) refuse(`${name} is retired: nobody can choose it any more. Take \`retired\` out first.`);
  if ((await ports.mailer.quota()).sandbox) {
    refuse(
      'The SES account is in the sandbox: it reaches verified addresses only. Ask AWS for production access; `send --test` works.',
    );
  } else {
    const foreign = await refuseForeignSender(ports.mailer, from.email);
    if (foreign !== undefined) refuse(foreign);
  }
  const gap = await gapBefore(ports, view, run, spent);
  return gap ? [...found, gap] : found;
}

/** Latest runs that are looked at. The latest alone may be dated later than now, by a clock that ran ahead. */
const MAX_RUNS_READ = 20;

/** The start of a run. A held run starts with its release, which sets the cut-off. */
const startOfRun = ({ createdAt, cutoff }: Run): Instant => Math.max(createdAt, cutoff);

/** The obstacle of a run if another letter of its newsletter began less than `minGap` ago; undefined if none did. */
export async function gapBefore(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  run: Pick<Run, 'id' | 'newsletter' | 'kind'>,
  spent: ReadonlySet<string> = new Set(),
): Promise<Obstacle | undefined> {
  const { minGap, name } = findNewsletter(view, run.newsletter);
  const { timezone } = view.release.index.publication;
  const recent = await ledger.runs({ newsletter: run.newsletter, states: SENT_STATES, limit: MAX_RUNS_READ });
  // Runs dated later than `now` count only within `minGap`: after the clock was set back they must not hold every run.
  const others = recent.filter(({ id }) => id !== run.id && !spent.has(id));
  const near = others.map(startOfRun).filter((at) => Math.abs(view.now - at) < minGap);
  if (near.length === 0) return undefined;
  const last = Math.max(...near);
  const at = formatLocalTime(last, timezone).replace('T', ' at ');
  const what = `Another letter of ${name} began on ${at}, less than ${Math.round(minGap / 60_000)} minutes before.`;
  // For an alert, `holdRun` adds when it starts by itself.
  const sentence = run.kind === 'alert' ? what : `${what} Resume it if both are meant.`;
  return { kind: 'hold', sentence, until: last + minGap };
}

const VERIFY_REMEDY =
  'Send from a domain of yours: write `from` at it, and deploy with `hosting.zone` or `hosting: { dns: elsewhere }`, or verify the domain by hand in the SES console (docs/domain.md). `send --test` works.';

/** A sentence with its remedy if SES may not send from this address's domain. Undefined if it may or cannot tell, and for other mailers. */
export async function refuseForeignSender(
  mailer: Pick<Mailer, 'name' | 'owns'>,
  from: string,
): Promise<string | undefined> {
  if (mailer.name !== 'ses') return undefined;
  const domain = domainOf(from);
  // No customer can verify a mailbox provider's domain, so SES need not be asked.
  if (isLargeProvider(domain))
    return `Letters come from ${domain}, a mailbox provider’s domain: DMARC cannot align, and readers’ mailboxes refuse them. ${VERIFY_REMEDY}`;
  if ((await mailer.owns?.(domain)) !== false) return undefined;
  return `Letters come from ${domain}, which SES has not verified as a domain of this account: DMARC cannot align, and readers’ mailboxes refuse them. ${VERIFY_REMEDY}`;
}
