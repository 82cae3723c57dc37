/** The ports of the flows around subscribers, on one machine. */
import type { Doorbell } from '../domain/ledger.ts';
import { queueNotice } from '../flows/queue-notice.ts';
import type { SubscriberPorts } from '../flows/subscriber-ports.ts';
import type { Local } from './local.ts';
import { randomId } from './random-id.ts';

/** Nobody is woken: a server looks at the ledger every second anyway. */
const SILENT: Doorbell = { ring: () => {} };

export function subscriberPorts(
  local: Local,
  doorbell: Doorbell = local.remote?.doorbell ?? SILENT,
): SubscriberPorts {
  const { ledger, clock, views } = local;
  return {
    subscribers: local.subscribers,
    suppressions: local.suppressions,
    counts: local.counts,
    limits: local.limits,
    ledger,
    secrets: local.secrets,
    clock,
    notify: (notice) => queueNotice({ ledger, doorbell, clock, random: randomId }, notice),
    publication: async () => (await views.current()).release.index.publication,
  };
}
