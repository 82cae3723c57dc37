/** A publication for tests of the tick: a Monday morning in London, three subscribers, one editor. */
import type { Entry } from '../../../functions/domain/content/article.ts';
import type { Edition } from '../../../functions/domain/content/edition.ts';
import type { Newsletter } from '../../../functions/domain/publication/publication.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { anEntry, aPublication } from '../builders/small-publication.ts';
import type { SmallStore } from '../builders/small-site.ts';
import { type DeliveryFixture, openDelivery } from './delivery-fixture.ts';

/** London keeps UTC in November. */
export const MONDAY = Date.parse('2026-11-23T06:00:00Z');
export const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`);

export const newsletter = (id: string, change: Partial<Newsletter> = {}): Newsletter => ({
  ...aPublication().newsletters.find((n) => n.id === 'brief')!,
  id,
  name: id,
  ...change,
});
const WEEKDAYS = { days: [1, 2, 3, 4, 5], hour: 7, minute: 0 } as const;
export const digest = (change: Partial<Newsletter> = {}) =>
  newsletter('daily', { kind: 'digest', schedule: WEEKDAYS, ...change });

export const entry = (id: string, date: number, change: Partial<Entry> = {}) =>
  anEntry({ id, date, title: `About ${id}`, ...change });
export const edition = (change: Partial<Edition> = {}): Edition => ({
  id: 'monday',
  aliases: [],
  newsletter: 'brief',
  subject: 'Monday’s brief',
  preheader: '',
  sendAt: at('08:00'),
  items: [{ kind: 'article', article: 'harbour', as: 'brief', label: undefined }],
  intro: undefined,
  signoff: undefined,
  hash: 'h',
  ...change,
});

/** The test that opens one closes its `room`. */
export async function watchedTick(store: Partial<SmallStore> = {}, newsletters = [newsletter('brief')]) {
  const publication = aPublication({ newsletters, editors: [{ name: 'Ed', email: 'ed@paper.example' }] });
  const entries = [entry('harbour', MONDAY - DAY)];
  const room: DeliveryFixture = openDelivery({ store: { now: MONDAY, publication, entries, ...store } });
  await room.addSubscribers(3, () => ({ newsletters: ['brief', 'daily', 'alerts'] }));
  await tick(room.ports);
  return {
    room,
    async tickAt(time: number) {
      room.store.now = time;
      await tick(room.ports);
    },
    run: (id: string) => room.ports.ledger.run(id),
    async deliverAll() {
      const { work } = createDelivery(room.ports);
      while ((await work()) === 'worked');
    },
    outbox: async () => (await room.outbox.list({ limit: 100 })).messages,
  };
}
