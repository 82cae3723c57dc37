/** Collects the ports of the subscribers' flows on one machine. */
import type { Doorbell } from '../../domain/ledger/ledger.ts';
import { queueNotice } from '../../flows/notices/queue-notice.ts';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import { createRandomId } from '../random-id.ts';
import type { LocalParts } from './local.ts';

/** A doorbell that wakes no worker: a server looks at the ledger every second anyway. */
const SILENT_DOORBELL: Doorbell = { ring: () => {} };

export function collectSubscriberPorts(
  local: LocalParts,
  doorbell: Doorbell = local.remote?.doorbell ?? SILENT_DOORBELL,
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
    notify: (notice) => queueNotice({ ledger, doorbell, clock, random: createRandomId }, notice),
    publication: async () => (await views.current()).release.index.publication,
  };
}
