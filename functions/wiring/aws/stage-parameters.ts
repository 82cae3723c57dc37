/** Cache of a stage's parameters and secrets. One call reads all of them, because an account has forty calls a second. */
import type { Parameters } from '../../adapters/aws4fetch/parameters.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { parseSecrets, type Secrets } from '../../domain/secrets.ts';
import { MINUTE } from '../../domain/time/instant.ts';
import { memoizeFor } from '../lazy.ts';

/** After a rotation a function may sign with the old key for this long. */
const MAX_AGE = 5 * MINUTE;

export type StageParameters = {
  /** Throws `config` if the parameter is missing, and `unavailable`. */
  value(name: string): Promise<string>;
  secrets(): Promise<Secrets>;
  /** Reads a value past the cache; throws as `value`. */
  fresh(name: string): Promise<string>;
};

/** `names`: ten at most, below `prefix`. Values that are asked for at once, or soon after one another, share a call. */
export function createStageParameters(
  parameters: Pick<Parameters, 'read'>,
  prefix: string,
  names: readonly string[],
  clock: () => number,
): StageParameters {
  let reading: Promise<ReadonlyMap<string, string>> | undefined;
  const read = () => {
    reading ??= parameters.read(names.map((name) => `${prefix}/${name}`)).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const all = memoizeFor(read, MAX_AGE, clock);
  const pick = (found: ReadonlyMap<string, string>, name: string): string => {
    const value = found.get(`${prefix}/${name}`);
    if (value) return value;
    throw new BroadsheetError('config', `The parameter ${prefix}/${name} is missing.`, {
      remedy: 'Deploy again.',
    });
  };
  return {
    value: async (name) => {
      const found = await all();
      // A first deployment writes its parameters one by one, so a missing one is read again.
      return found.has(`${prefix}/${name}`) ? pick(found, name) : pick(await read(), name);
    },
    fresh: async (name) => pick(await read(), name),
    secrets: async () => {
      const found = await all();
      try {
        return secretsOf(found, prefix);
      } catch {
        // Damaged or missing secrets may have been mended meanwhile.
        return secretsOf(await read(), prefix);
      }
    },
  };
}

/** Throws `config` if the secrets are missing or damaged, and `unavailable`. */
export async function readSecrets(parameters: Parameters, prefix: string): Promise<Secrets> {
  return secretsOf(await parameters.read([`${prefix}/identity`, `${prefix}/links`]), prefix);
}

/** Parses the secrets among the parameters that were read. Throws `config`. */
function secretsOf(found: ReadonlyMap<string, string>, prefix: string): Secrets {
  try {
    return parseSecrets({
      identity: found.get(`${prefix}/identity`) ?? '',
      links: found.get(`${prefix}/links`) ?? '',
    });
  } catch (cause) {
    throw new BroadsheetError('config', `The secrets below ${prefix} cannot be read.`, {
      remedy: 'Deploy again, which makes what is missing; restore from a backup what is damaged.',
      cause,
    });
  }
}
