/** The secrets by which the web function knows CloudFront, read again when one comes that it does not know. */

import { SECOND } from '../../domain/time/instant.ts';
import { acceptedSecrets, parseOrigin } from './origin-secret.ts';
import type { StageParameters } from './stage-parameters.ts';

/** Guesses cost one call of Parameter Store in ten seconds, however many they are. */
const REREAD = 10 * SECOND;

export type OriginSecrets = (unknown?: boolean) => readonly string[] | Promise<readonly string[]>;

/** Resolves once the parameter is there. `unknown`: a request came with another secret than those known. */
export async function openOriginSecrets(
  parameters: Pick<StageParameters, 'value' | 'fresh'>,
  clock: () => number,
): Promise<OriginSecrets> {
  let known = acceptedSecrets(parseOrigin(await parameters.value('origin')));
  let next = clock() + REREAD;
  let reading: Promise<readonly string[]> | undefined;
  const again = async () => {
    next = clock() + REREAD;
    // Where Parameter Store does not answer, the known secrets stay good.
    known = await parameters.fresh('origin').then(
      (text) => acceptedSecrets(parseOrigin(text)),
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
