/** The secrets of a stage, as a function or a command reads them. */
import type { Parameters } from '../../adapters/aws4fetch/parameters.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { parseSecrets, type Secrets } from '../../domain/secrets.ts';

/** Throws `config` where they are not there or cannot be understood, `unavailable`. */
export async function readSecrets(parameters: Parameters, prefix: string): Promise<Secrets> {
  return secretsOf(await parameters.read([`${prefix}/identity`, `${prefix}/links`]), prefix);
}

/** Of what was read. Throws `config`. */
export function secretsOf(found: ReadonlyMap<string, string>, prefix: string): Secrets {
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
