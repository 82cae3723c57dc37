import { describe, expect, it } from 'vitest';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { unsubscribe } from '../../../functions/flows/subscribers/unsubscribe.ts';
import { askMove } from '../../support/builders/moves.ts';
import {
  aSubscriber,
  openSubscriptions,
  type SubscriptionsFixture,
} from '../../support/builders/subscriptions.ts';

const [ADA, BEA] = ['ada@example.com', 'ada@new.example'];
const ONE_CLICK = { scope: 'one', how: 'one-click' } as const;
type Letter = { daily: string; all: string };

describe('in the very moment of a move', () => {
  /** The first move finds that `happen` came before it. */
  async function interrupted(happen: (desk: SubscriptionsFixture, letter: Letter) => Promise<unknown>) {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'], epoch: 'e-ada1' }));
    const letter = { daily: desk.token('unsubscribe', ADA, 'daily'), all: desk.token('unsubscribe', ADA) };
    const token = await askMove(desk, ADA, BEA);
    const { move } = desk.ports.subscribers;
    let due = true;
    desk.ports.subscribers.move = async (...all) => {
      if (due) await happen(desk, letter);
      due = false;
      return move(...all);
    };
    return { desk, confirmed: await confirm(desk.ports, token) };
  }

  it('whoever leaves has left: no letters go to either address', async () => {
    const leave = (desk: SubscriptionsFixture, { all }: { all: string }) =>
      unsubscribe(desk.ports, all, ONE_CLICK);
    const { desk, confirmed } = await interrupted(leave);
    expect(confirmed.state).toBe('void');
    expect(await desk.find(ADA)).toMatchObject({ status: 'unsubscribed' });
    expect((await desk.find(BEA))?.status).toBe('pending');
  });

  it('whoever leaves one newsletter moves without it', async () => {
    const leave = (desk: SubscriptionsFixture, { daily }: { daily: string }) =>
      unsubscribe(desk.ports, daily, ONE_CLICK);
    const { desk, confirmed } = await interrupted(leave);
    expect(confirmed).toMatchObject({ state: 'done', newsletters: ['brief'] });
    expect(await desk.find(BEA)).toMatchObject({ status: 'active', newsletters: ['brief'] });
    expect(await desk.find(ADA)).toBeUndefined();
  });
});
