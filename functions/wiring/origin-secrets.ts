/** The secrets by which the web function knows CloudFront, read again when one comes that it does not know. */
import { SECOND } from '../domain/instant.ts';
import { acceptedSecrets, parseOrigin } from '../domain/origin-secret.ts';
import type { StageParameters } from './stage-parameters.ts';

/** Somebody who guesses costs a call in ten seconds. */
const REREAD = 10 * SECOND;

export type OriginSecrets = (unknown?: boolean) => readonly string[] | Promise<readonly string[]>;

/** Resolves once there is one. `unknown`: none of those known is what was said. */
export async function openOriginSecrets(
  parameters: Pick<StageParameters, 'value' | 'fresh'>,
  clock: () => number,
): Promise<OriginSecrets> {
  let known = acceptedSecrets(parseOrigin(await parameters.value('origin')));
  let next = clock() + REREAD;
  let reading: Promise<readonly string[]> | undefined;
  const again = async () => {
    next = clock() + REREAD;
    // What was good stays so where Parameter Store does not answer.
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
