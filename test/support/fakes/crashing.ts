/** Ports of a process that crashes: from the nth call on every call fails, the nth before or after it took effect. */
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';

export class Crash extends Error {}

export type Death = { afterCalls: number; tookEffect: boolean };

/** Wraps ports so that the process crashes at its nth call of ledger, pace, mailer, subscribers or suppressions. */
export function createCrashingPorts(ports: DeliveryPorts, { afterCalls, tookEffect }: Death): DeliveryPorts {
  let calls = 0;
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value === 'object' && value !== null) return wrap(value);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          calls++;
          if (calls > afterCalls || (calls === afterCalls && !tookEffect)) throw new Crash();
          const result: unknown = await value.apply(target, args);
          if (calls >= afterCalls) throw new Crash();
          return result;
        };
      },
    });
  const { ledger, pace, mailer, subscribers, suppressions } = ports;
  return {
    ...ports,
    ledger: wrap(ledger),
    pace: wrap(pace),
    mailer: wrap(mailer),
    subscribers: wrap(subscribers),
    suppressions: wrap(suppressions),
    // A dead process does nothing while it sleeps, and stops at its next look.
    sleep: async (milliseconds) => (calls >= afterCalls ? undefined : ports.sleep(milliseconds)),
  };
}
