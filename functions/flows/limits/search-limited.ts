/** Going through the ledger at a reader's word, which costs a store ten thousand requests for one of theirs: not oftener than they need. */
import { limitKey } from '../../domain/subscribers/identity.ts';
import { HOUR } from '../../domain/time/instant.ts';
import type { LimitPorts } from './limit-ports.ts';
import { takeUses } from './limit-uses.ts';

/** In an hour, for one reader. Somebody loses a file; an erasure that was cut short is said again. */
const AN_HOUR = { copy: 6, erase: 3 } as const;

/** undefined: it was done as often as it may be. What fails is not counted. */
export async function searchWithin<T>(
  ports: Pick<LimitPorts, 'limits' | 'secrets' | 'clock'>,
  id: string,
  kind: keyof typeof AN_HOUR,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const key = limitKey(ports.secrets, `search-${kind}`, id);
  const giveBack = await takeUses(ports, [{ key, limit: AN_HOUR[kind], window: HOUR }], ports.clock());
  if (!giveBack) return undefined;
  try {
    return await work();
  } catch (error) {
    await giveBack();
    throw error;
  }
}
