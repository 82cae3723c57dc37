import { describe, expect, it } from 'vitest';
import { deliverNotices } from '../../../functions/flows/delivery/notices.ts';
import { proveNotices } from '../../../functions/flows/notices/prove-notices.ts';
import type { Fault } from '../../support/fakes/fake-ses.ts';
import { useSesDelivery } from '../../support/hosts/ses-delivery.ts';

const held = useSesDelivery();

/** While somebody waits, the function is at work, or is not. */
async function prove(works: boolean) {
  const { ports } = held.room;
  let busy = false;
  return proveNotices({
    ...ports,
    sleep: async (milliseconds) => {
      await ports.sleep(milliseconds);
      if (!works || busy) return;
      busy = true;
      await deliverNotices(ports);
      busy = false;
    },
  });
}

describe('the way of notices', () => {
  it('is proved by one that the function sends to the simulator', async () => {
    expect(await prove(true)).toMatchObject([{ level: 'good', check: 'functions' }]);
    expect(held.ses.accepted.map(({ to, configurationSet }) => [to, configurationSet])).toEqual([
      ['success@simulator.amazonses.com', 'paper-notices'],
    ]);
  });

  it.each<[Fault, RegExp]>([
    ['denied', /sent nothing, and readers wait too: .*not authorized/i],
    ['unverified', /SES refused|sent nothing/],
  ])('where SES answers %s to the function is found broken', async (fault, says) => {
    held.ses.setFault(() => fault);
    const [found] = await prove(true);
    expect(found).toMatchObject({ level: 'wrong', says: expect.stringMatching(says) });
    expect(found!.remedy).toMatch(/log/);
  });

  it('where no function works is given up after a minute and a half', async () => {
    const start = held.room.store.now;
    expect(await prove(false)).toMatchObject([{ level: 'wrong', check: 'functions' }]);
    expect(held.room.store.now - start).toBe(90_000);
    expect(held.ses.accepted).toEqual([]);
  });
});
