/** The parameters of a stage that a function or a command needs, its secrets among them: one call reads all, because an account has forty calls a second. */
import type { Parameters } from '../../adapters/aws4fetch/parameters.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { parseSecrets, type Secrets } from '../../domain/secrets.ts';
import { MINUTE } from '../../domain/time/instant.ts';
import { renewed } from '../lazy.ts';

/** After a rotation a function signs with the old key for no longer. */
const MAX_AGE = 5 * MINUTE;

export type StageParameters = {
  /** Throws `config` where there is none, `unavailable`. */
  value(name: string): Promise<string>;
  secrets(): Promise<Secrets>;
  /** The same, however lately it was read. */
  fresh(name: string): Promise<string>;
};

/** `names`: below `prefix`, ten at most. Those that are asked for at once, or one after another, share a call. */
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
  const all = renewed(read, MAX_AGE, clock);
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
      // A first deployment writes one after another: what was not there yet is looked for again.
      return found.has(`${prefix}/${name}`) ? pick(found, name) : pick(await read(), name);
    },
    fresh: async (name) => pick(await read(), name),
    secrets: async () => {
      const found = await all();
      try {
        return secretsOf(found, prefix);
      } catch {
        // What is damaged or missing may have been mended meanwhile.
        return secretsOf(await read(), prefix);
      }
    },
  };
}

/** Throws `config` where they are not there or cannot be understood, `unavailable`. */
export async function readSecrets(parameters: Parameters, prefix: string): Promise<Secrets> {
  return secretsOf(await parameters.read([`${prefix}/identity`, `${prefix}/links`]), prefix);
}

/** Of what was read. Throws `config`. */
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
