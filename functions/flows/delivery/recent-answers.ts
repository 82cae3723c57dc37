/** What a mailer answered of late, as this process heard it: by it a throttle is told from chance. */
import type { Mailer, Outcome } from '../../domain/delivery/mailer.ts';
import { type Answers, createAnswers } from '../../domain/delivery/throttle-share.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** Of as long as the mailer is there; letters and notices alike. */
const heard = new WeakMap<Mailer, Answers>();

export function answersOf(mailer: Mailer): Answers {
  const known = heard.get(mailer) ?? createAnswers();
  heard.set(mailer, known);
  return known;
}

/** `late` was not handed over. */
export function countAnswers(
  { mailer, clock }: Pick<DeliveryPorts, 'mailer' | 'clock'>,
  outcomes: readonly { kind: Outcome['kind'] | 'late' }[],
): void {
  const count = (...kinds: string[]) => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  answersOf(mailer).add({ sent: outcomes.length - count('late'), throttled: count('throttled') }, clock());
}
