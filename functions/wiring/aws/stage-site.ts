/** Opens the ports of the web function: pages come from the store, forms go into the table. */
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { ProofOfWork } from '../../domain/limits/proof-of-work.ts';
import type {
  DailyCounts,
  RateLimits,
  Subscribers,
  Suppressions,
} from '../../domain/subscribers/subscriber.ts';
import { errorTextWithStack } from '../../flows/log-text.ts';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import { type PageContext, pageContext } from '../../pages/parts/context.ts';
import { createLazyPort } from '../lazy.ts';
import { openProofs } from '../proof-of-work.ts';
import { createRandomId } from '../random-id.ts';
import type { Tables } from '../tables.ts';
import type { Stage } from './stage.ts';

export type StageSite = {
  base: string;
  ledger: Ledger;
  /** `secrets` may be read only after `ready` has resolved, which a route's middleware awaits. `secrets` is a getter, so never spread. */
  ports: SubscriberPorts & {
    context(): Promise<PageContext>;
    /** Loads the SDK and opens the table. */
    warm(): Promise<unknown>;
    proofs: ProofOfWork;
    views: Stage['views'];
    ledger: Ledger;
    doorbell: Stage['doorbell'];
    random(): string;
    log(line: string): void;
  };
  ready(): Promise<void>;
  report(error: unknown): void;
};

export async function openStageSite(stage: Stage): Promise<StageSite> {
  const { views, clock, doorbell, log } = stage;
  const base = await stage.base();
  const held = { secrets: undefined as SubscriberPorts['secrets'] | undefined };
  const part = <K extends keyof Tables>(name: K) =>
    createLazyPort<Tables[K]>(async () => (await stage.tables())[name]);
  const ledger = part('ledger');
  const publication = async () => (await views.current()).release.index.publication;
  return {
    base,
    ledger,
    ports: {
      get secrets() {
        return held.secrets!;
      },
      subscribers: part('subscribers') as Subscribers,
      suppressions: part('suppressions') as Suppressions,
      counts: part('counts') as DailyCounts,
      limits: part('limits') as RateLimits,
      ...{ clock, ledger, doorbell, log, publication, views, random: createRandomId },
      notify: async (notice) => {
        const { queueNotice } = await import('../../flows/notices/queue-notice.ts');
        await queueNotice({ ledger, doorbell, clock, random: createRandomId }, notice);
      },
      context: async () => pageContext(await views.current(), { base, now: clock(), preview: false }),
      warm: () => stage.tables(),
      proofs: openProofs(),
    },
    async ready() {
      held.secrets = await stage.secrets();
    },
    report: (error) => log(`A request failed: ${errorTextWithStack(error)}`),
  };
}
