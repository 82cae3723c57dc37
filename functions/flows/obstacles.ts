/** What keeps a run from going: each a sentence with its remedy. */
import { localText } from '../domain/instant.ts';
import type { Run, RunState } from '../domain/run.ts';
import type { Assembly } from './assemble.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { newsletterOf } from './run-letter.ts';
import type { View } from './view.ts';

/** `hold`: an operator may let it go all the same. `refuse`: an explicit send says no at once. */
export type Obstacle = { kind: 'hold' | 'refuse'; sentence: string };

/** Runs that reach, or have reached, readers. */
const SENT: readonly RunState[] = ['planned', 'sending', 'paused', 'done'];

export async function obstacles(
  ports: Pick<DeliveryPorts, 'ledger' | 'mailer'>,
  view: View,
  run: Pick<Run, 'id' | 'newsletter'>,
  { invisible }: Pick<Assembly, 'invisible'>,
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
  const { name, retired } = newsletterOf(view, run.newsletter);
  if (retired) refuse(`${name} is retired: nobody can choose it any more. Take \`retired\` out first.`);
  if ((await ports.mailer.quota()).sandbox)
    refuse(
      'The SES account is in the sandbox: it reaches verified addresses only. Ask AWS for production access; `send --test` works.',
    );
  const gap = await tooSoon(ports, view, run);
  if (gap) found.push({ kind: 'hold', sentence: gap });
  return found;
}

/** By one that ran ahead some may have begun later than now. */
const LOOKED_AT = 20;

async function tooSoon(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  run: Pick<Run, 'id' | 'newsletter'>,
): Promise<string | undefined> {
  const { minGap, name } = newsletterOf(view, run.newsletter);
  const recent = await ledger.runs({ newsletter: run.newsletter, states: SENT, limit: LOOKED_AT });
  // A clock that was set back must not hold everything until it has caught up.
  const last = recent.find((r) => r.id !== run.id && Math.abs(view.now - r.createdAt) < minGap);
  if (!last) return undefined;
  const at = localText(last.createdAt, view.release.index.publication.timezone).replace('T', ' at ');
  return `Another letter of ${name} began on ${at}, less than ${Math.round(minGap / 60_000)} minutes before. Resume it if both are meant.`;
}
