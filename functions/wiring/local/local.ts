/** The parts list of one machine, the same for the server, its worker and every command. */
import type { Parameters } from '../../adapters/aws4fetch/parameters.ts';
import { openSecrets } from '../../adapters/fs/secrets.ts';
import type { Doorbell } from '../../domain/ledger/ledger.ts';
import type { Secrets } from '../../domain/secrets.ts';
import type { Clock } from '../../domain/time/instant.ts';
import type { Config } from '../config.ts';
import { openStore, type Store } from '../open-tables.ts';
import { openPublished, type Published } from './published.ts';

export type LocalParts = Published &
  Store & {
    secrets: Secrets;
    /** A deployed stage, whose own functions deliver and are woken by its doorbell. */
    remote?: {
      doorbell: Doorbell;
      share: number;
      parameters: Parameters;
      prefix: string;
      /** ARN of the topic of alarms; undefined if an earlier version deployed the stage. */
      alarms: string | undefined;
      /** Formats of releases that the stage's functions read. */
      formats: readonly number[];
      /** CloudFront's own name of the site; undefined if an earlier version deployed the stage. */
      distribution: string | undefined;
    };
  };

export const openLocal = (config: Config, clock: Clock): Promise<LocalParts> =>
  completeLocal(openPublished(config, clock));

/** Adds subscribers, ledger and secrets. */
export async function completeLocal(published: Published): Promise<LocalParts> {
  const { config } = published;
  return { ...published, secrets: openSecrets(config.dataDir), ...(await openStore(config)) };
}
