/** The recent answers of a mailer to this process: their share of refusals tells a throttle (rate limit) from chance. */
import type { Mailer, Outcome } from '../../domain/delivery/mailer.ts';
import { type Answers, createAnswers } from '../../domain/delivery/throttle-share.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** One record a mailer, for letters and notices together. */
const heard = new WeakMap<Mailer, Answers>();

export function answersOf(mailer: Mailer): Answers {
  const known = heard.get(mailer) ?? createAnswers();
  heard.set(mailer, known);
  return known;
}

/** Counts the outcomes of a chunk. A copy that was `late` was not handed over and does not count. */
export function countAnswers(
  { mailer, clock }: Pick<DeliveryPorts, 'mailer' | 'clock'>,
  outcomes: readonly { kind: Outcome['kind'] | 'late' }[],
): void {
  const count = (...kinds: string[]) => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  answersOf(mailer).add({ sent: outcomes.length - count('late'), throttled: count('throttled') }, clock());
}
