/** Ports that fail at one call: before it took effect, after it did (its answer is lost), or with it the whole process. */
import fc from 'fast-check';

export type Fault = { call: number; kind: 'before' | 'after' | 'crash before' | 'crash after' };

/** Often none; early calls more often than late ones. */
export const arbitraryFault = (calls: number): fc.Arbitrary<Fault | undefined> =>
  fc.option(
    fc.record({
      call: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: calls })),
      kind: fc.constantFrom<Fault['kind']>('before', 'after', 'crash before', 'crash after'),
    }),
    { nil: undefined, freq: 3 },
  );

export const faultText = (fault: Fault | undefined): string => (fault ? ` ${fault.kind} ${fault.call}` : '');

/** What a disk or a connection says. */
const lost = (where: string) => Object.assign(new Error(`${where}: connection lost`), { code: 'EIO' });

/** Of a port whose calls never throw: what its caller hears instead. */
type Instead = Readonly<Record<string, unknown>>;

/**
 * The same ports for one process. Calls are counted over all of `names`, methods of methods (`mailer.evidence.find`) and ports that
 * are functions too. Once it has crashed, every further call fails, and nothing takes effect any more.
 */
export function withFault<T extends object>(
  ports: T,
  names: readonly (keyof T)[],
  fault: Fault | undefined,
  instead: Instead = {},
): { ports: T; crashed(): boolean; failed(): boolean } {
  let calls = 0;
  let dead = false;
  const fail = (where: string): unknown => {
    if (fault!.kind.startsWith('crash')) dead = true;
    if (!dead && where in instead) return instead[where];
    throw lost(where);
  };
  const call =
    (where: string, work: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]): Promise<unknown> => {
      if (dead) throw lost(where);
      const isMine = ++calls === fault?.call;
      if (isMine && fault.kind.endsWith('before')) return fail(where);
      const answer: unknown = await work(...args);
      if (isMine) return fail(where);
      if (dead) throw lost(where);
      return answer;
    };
  const wrap = (value: unknown, where: string, self?: object): unknown => {
    if (typeof value === 'function') return call(where, (...args) => value.apply(self, args));
    if (typeof value !== 'object' || value === null) return value;
    return new Proxy(value, {
      get: (target, name) => wrap(Reflect.get(target, name), `${where}.${String(name)}`, target),
    });
  };
  const wrapped = names.map((name) => [name, wrap(ports[name], String(name))]);
  return {
    ports: { ...ports, ...Object.fromEntries(wrapped) },
    crashed: () => dead,
    failed: () => fault !== undefined && calls >= fault.call,
  };
}
