/** The first run shows the loop by itself: a demo subscriber gets the newest edition. Only ever with the outbox. */
import { parseAddress } from '../domain/address.ts';
import { isBroadsheetError } from '../domain/error.ts';
import { subscriberId } from '../domain/identity.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { sendEdition } from './send.ts';

const DEMO = 'demo@reader.example';

/** Nothing where there is a subscriber or a run already. What cannot be sent is said, and starting goes on. */
export async function ensureDemo(ports: DeliveryPorts): Promise<void> {
  const [anybody] = await ports.subscribers.page({ after: '', limit: 1 });
  const [anything] = await ports.ledger.runs({ limit: 1 });
  if (anybody || anything) return;
  const view = await ports.views.current().catch(() => undefined);
  const edition = (await view?.release.editions())?.find((e) => e.sendAt === undefined || e.sendAt <= ports.clock());
  if (!view || !edition) return;
  const newsletters = view.release.index.publication.newsletters.filter((n) => !n.retired).map((n) => n.id);
  await ports.subscribers.put(demoSubscriber(ports, newsletters));
  try {
    await sendEdition(ports, edition.id);
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    ports.log(`The demo edition was not sent: ${error.message} ${error.remedy ?? ''}`);
  }
}

function demoSubscriber({ secrets, clock }: DeliveryPorts, newsletters: readonly string[]): Subscriber {
  const { email, key } = parseAddress(DEMO);
  const at = clock();
  return {
    id: subscriberId(secrets, key),
    email,
    name: 'Demo Reader',
    status: 'active',
    newsletters,
    topics: [],
    labels: ['demo'],
    consent: { at, source: 'demo', form: '', confirmedAt: at },
    pausedUntil: undefined,
    changedAt: at,
    reason: '',
    asked: undefined,
    version: 0,
  };
}
