import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_SOFT_BOUNCES } from '../../../functions/domain/subscribers/soft-bounce.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { countSoftBounce } from '../../../functions/flows/delivery/soft-bounces.ts';
import { aBatch, MORNING } from '../../support/builders/runs.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

type Fate = 'soft' | 'taken' | 'aside';

/** What the rule says, in one line: so many letters that came back, with none between them that stayed. */
const isSetAside = (fates: readonly Fate[]): boolean =>
  fates
    .filter((fate) => fate !== 'aside')
    .map((fate) => (fate === 'soft' ? 's' : 't'))
    .join('')
    .includes('s'.repeat(MAX_SOFT_BOUNCES));

const name = (n: number): string => `e_${String(n).padStart(3, '0')}`;

/** Run `n` has gone, and this became of the reader's letter. */
async function goes(room: DeliveryFixture, id: string, n: number, at: number, fate: Fate): Promise<void> {
  await room.addRun({ id: name(n), state: 'done', createdAt: at });
  await room.ports.ledger.createBatch(aBatch({ run: name(n), members: [id], createdAt: at }));
  const outcome = fate === 'aside' ? 'departed' : 'accepted';
  await room.ports.ledger.record({ run: name(n), id: '1-0-' }, { [outcome]: [0] });
}

/** The event, and the ledger's word before it, as feedback writes them. */
async function comesBack(room: DeliveryFixture, id: string, n: number): Promise<void> {
  await room.ports.ledger.record({ run: name(n), id: '1-0-' }, { bounced: [0] });
  await countSoftBounce(room.ports, id, name(n), 'full');
}

const fate = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Fate>('soft') },
  { weight: 1, arbitrary: fc.constantFrom<Fate>('taken', 'aside') },
);
/** `gap`: SES has said its last word of none, of some or of all of them when the next one goes. */
const stories = fc.record({
  fates: fc.array(fate, { minLength: 5, maxLength: 24 }),
  gap: fc.constantFrom(DAY / 24, DAY / 2, 7 * DAY),
});

it('sets aside whom the rule means, as the runs go by', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ({ fates, gap }) => {
      const room = openDelivery();
      const { id } = (await room.addSubscribers(1))[0]!;
      for (const [n, fate] of fates.entries()) {
        room.store.now = MORNING + n * gap + DAY / 48;
        await goes(room, id, n, MORNING + n * gap, fate);
        if (fate === 'soft') await comesBack(room, id, n);
      }
      expect((await room.ports.subscribers.get(id))?.status).toBe(isSetAside(fates) ? 'bounced' : 'active');
      room.close();
    }),
    { numRuns: 60 },
  );
});

it('sets aside by nine letters in a row in whatever order, and however often, they are told', async () => {
  const count = MAX_SOFT_BOUNCES + 2;
  const told = fc.shuffledSubarray([...Array(count).keys(), ...Array(count).keys()], {
    minLength: 2 * count,
  });
  await fc.assert(
    fc.asyncProperty(told, async (order) => {
      const room = openDelivery();
      const { id } = (await room.addSubscribers(1))[0]!;
      for (let n = 0; n < count; n++) await goes(room, id, n, MORNING + (n * DAY) / 24, 'taken');
      room.store.now = MORNING + DAY / 2;
      for (const n of order) await comesBack(room, id, n);
      expect((await room.ports.subscribers.get(id))?.status).toBe('bounced');
      room.close();
    }),
    { numRuns: 25 },
  );
});
