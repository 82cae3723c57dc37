/** A fake mailer that records accepted messages and returns the outcomes that a test sets. */
import type { Mailer, Message, Outcome } from '../../../functions/domain/delivery/mailer.ts';

export type Delivered = { to: string; batch: string; pos: number; attempt: 1 | 2 };

/**
 * `answer` gives the outcome for the caller. A message counts as accepted if its outcome or `takes` says so. `proves`: the mailer has
 * evidence, as SES's events give it.
 */
export function faultyMailer(
  answer: (message: Message, nth: number) => Outcome | Promise<Outcome>,
  options: {
    proves?: boolean;
    takes?: (message: Message) => boolean;
    quota?: Partial<Awaited<ReturnType<Mailer['quota']>>>;
  } = {},
): Mailer & { accepted: Delivered[] } {
  const accepted: Delivered[] = [];
  const quota = { perSecond: undefined, perDay: undefined, sentLastDay: 0, sandbox: false, ...options.quota };
  let asked = 0;
  return {
    name: 'ses',
    concurrency: 20,
    accepted,
    async send(message) {
      const { batch, pos, try: attempt } = message.tags;
      const outcome = await answer(message, asked++);
      const taken = outcome.kind === 'accepted' || (outcome.kind === 'unknown' && options.takes?.(message));
      if (taken)
        accepted.push({ to: message.to, batch, pos: Number(pos), attempt: Number(attempt) as 1 | 2 });
      return outcome;
    },
    quota: async () => ({ ...quota, sentLastDay: quota.sentLastDay + accepted.length }),
    ...(options.proves
      ? {
          evidence: {
            conclusive: false,
            find: async (_, batch) =>
              accepted
                .filter((one) => one.batch === batch)
                .map(({ pos, attempt }) => ({ position: pos, attempt })),
          },
        }
      : {}),
    close: async () => {},
  };
}

export const ok = (): Outcome => ({ kind: 'accepted', id: 'x' });
