/** The demo of a first start: a demo subscriber gets the newest edition, into the outbox only. demo-runs.ts ends the demo. */
import { DEMO_ADDRESS, DEMO_KEY } from '../../domain/delivery/demo.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import { editionRun } from '../../domain/ledger/run-key.ts';
import { addSubscriber } from '../import/add-subscriber.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import type { SubscriberPorts } from '../subscribers/subscriber-ports.ts';
import { sendEdition } from './send.ts';

const DEMO = { email: DEMO_ADDRESS, name: 'Demo Reader', labels: ['demo'], source: 'demo' };

/**
 * Does nothing if there is a subscriber or a run already. A demo that cannot be sent is logged, and the start goes on. Returns false if
 * no release is live yet: the caller must try again later.
 */
export async function ensureDemo(delivery: DeliveryPorts, subscribers: SubscriberPorts): Promise<boolean> {
  const [anybody] = await subscribers.subscribers.page({ after: '', limit: 1 });
  const [anything] = await delivery.ledger.runs({ limit: 1 });
  const view = await delivery.views.current().catch(() => undefined);
  if (anybody || anything) return true;
  if (!view) return false;
  const newsletters = view.release.index.publication.newsletters.filter((n) => !n.retired).map((n) => n.id);
  if (newsletters.length > 0) await addSubscriber(subscribers, { ...DEMO, newsletters });
  const editions = await view.release.editions();
  const edition = editions.find((e) => e.sendAt === undefined || e.sendAt <= delivery.clock());
  if (edition) await tryToSend(delivery, edition.id);
  return true;
}

async function tryToSend(ports: DeliveryPorts, edition: string): Promise<void> {
  try {
    await ports.ledger.setState(DEMO_KEY, editionRun(edition));
    await sendEdition(ports, edition);
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    ports.log(`The demo edition was not sent: ${error.message} ${error.remedy ?? ''}`);
  }
}
