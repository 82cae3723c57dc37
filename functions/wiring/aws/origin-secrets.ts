/** Cache of the secrets by which the web function recognizes CloudFront; an unknown secret makes it read them again. */

import { SECOND } from '../../domain/time/instant.ts';
import { acceptedSecretsOf, parseOrigin } from './origin-secret.ts';
import type { StageParameters } from './stage-parameters.ts';

/** Any number of guessed secrets costs one call of Parameter Store in this time. */
const REREAD_INTERVAL = 10 * SECOND;

export type ReadOriginSecrets = (unknown?: boolean) => readonly string[] | Promise<readonly string[]>;

/** `unknown`: a request came with a secret that is not among the known ones. */
export async function openOriginSecrets(
  parameters: Pick<StageParameters, 'value' | 'fresh'>,
  clock: () => number,
): Promise<ReadOriginSecrets> {
  let known = acceptedSecretsOf(parseOrigin(await parameters.value('origin')));
  let next = clock() + REREAD_INTERVAL;
  let reading: Promise<readonly string[]> | undefined;
  const again = async () => {
    next = clock() + REREAD_INTERVAL;
    // If Parameter Store does not answer, the known secrets stay.
    known = await parameters.fresh('origin').then(
      (text) => acceptedSecretsOf(parseOrigin(text)),
      () => known,
    );
    reading = undefined;
    return known;
  };
  return (unknown = false) => {
    if (!unknown) return known;
    if (reading === undefined && clock() >= next) reading = again();
    return reading ?? known;
  };
}
