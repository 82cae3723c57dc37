/** Opens the ports of delivery on AWS, for invocations that end at a deadline. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createSesMailer } from '../../adapters/ses/mailer.ts';
import { SECOND } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../../flows/ledger/delivery-ports.ts';
import { retryableOnce } from '../lazy.ts';
import { STAGE_LEASES } from '../leases.ts';
import { createRandomId } from '../random-id.ts';
import { limitToShare } from '../rate-share.ts';
import { openSesIdentity } from '../ses-identity.ts';
import { lambdaCredentials } from './credentials.ts';
import type { Stage } from './stage.ts';

export type StageDelivery = {
  ports: DeliveryPorts;
  /** Called before each invocation's work. Shortly before `deadline` flows record outcomes, give their leases back and return. */
  begin(deadline: number): Promise<void>;
};

/** Time before the deadline for a last chunk: as long as SES may take to answer. */
const LAST_CHUNK_TIME = 15 * SECOND;
const DELIVERY_SETTINGS = { ...STAGE_LEASES, automatic: true, planWait: 0 } as const;

export const openStageDelivery = (
  stage: Stage,
  count: NonNullable<DeliveryPorts['count']>,
): (() => Promise<StageDelivery>) =>
  retryableOnce(async () => {
    const { views, blobs, clock, doorbell, pager, log, config } = stage;
    const [base, secrets, tables] = await Promise.all([stage.base(), stage.secrets(), stage.tables()]);
    const identity = openSesIdentity({ region: config.region, credentials: lambdaCredentials });
    let end = Number.POSITIVE_INFINITY;
    const held = { secrets };
    const ports: DeliveryPorts = {
      ...tables,
      ...{ views, blobs, clock, doorbell, pager, log, count, stage: config.stage },
      mailer: limitToShare(
        createSesMailer({ configurationSets: config.sesSets, clock, identity }),
        config.share,
      ),
      publication: async () => (await views.current()).release.index.publication,
      get secrets() {
        return held.secrets;
      },
      sleep: async (milliseconds) =>
        void (await (milliseconds > 0 ? setTimeout(milliseconds) : setImmediate())),
      random: createRandomId,
      stop: () => clock() >= end,
      settings: { ...DELIVERY_SETTINGS, base },
    };
    return {
      ports,
      async begin(deadline) {
        held.secrets = await stage.secrets();
        end = deadline - LAST_CHUNK_TIME;
      },
    };
  });
