/** A provider's /32 of IPv6: strangers by the million at a carrier of telephones, or one attacker with 65,536 networks. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createLimits } from '../../../functions/adapters/dynamodb/limits.ts';
import type { ProofOfWork } from '../../../functions/domain/limits/proof-of-work.ts';
import type { SignUpPass } from '../../../functions/domain/limits/sign-up-tier.ts';
import { offerPass } from '../../../functions/flows/limits/sign-up-challenge.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { openSubscriptions } from '../../support/builders/subscriptions.ts';
import { startDynalite } from '../../support/hosts/dynalite.ts';
import { freshTable } from '../../support/hosts/dynamodb.ts';

let engine: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine[Symbol.asyncDispose]());

/** Of 100 an hour: 50 for nothing, 500 with a proof, 100 of them for one /32. */
function aGate(perHour = 100, perNetworkHour = 4) {
  const { sending, ...rest } = aPublication();
  const signups = { ...sending.signups, perHour, perNetworkHour };
  const desk = openSubscriptions({ ...rest, sending: { ...sending, signups } });
  onTestFinished(() => desk.close());
  const proofs: ProofOfWork = { pose: async () => '{}', check: async () => undefined };
  let people = 0;
  const enter = async (client: string, pass: SignUpPass): Promise<string> => {
    const about = { newsletters: ['daily'], topics: [], source: 'form', form: 'words' };
    try {
      await subscribe(desk.ports, { email: `reader${people++}@gmail.com`, client, ...about, pass });
      return 'in';
    } catch (error) {
      return (error as Error).name === 'CrowdedError' ? 'asked' : (error as { code: string }).code;
    }
  };
  const open = (client: string) => enter(client, { tier: 'open' });
  const proven = (client: string) => enter(client, { tier: 'proven', once: `proof ${people}` });
  const slow = (client: string) => enter(client, { tier: 'slow', once: `ticket ${people}` });
  const toll = async (client: string) => {
    const asked = await offerPass({ ...desk.ports, proofs }, { email: 'ann@gmail.com', client });
    return [asked?.challenge !== undefined, asked?.ticket !== undefined];
  };
  const inDynamoDB = async () => {
    const { table, close } = await freshTable(engine.url);
    onTestFinished(close);
    desk.ports.limits = createLimits(table);
  };
  return { open, proven, slow, toll, inDynamoDB };
}
const phone = (n: number) => `2001:db8:${n.toString(16)}::1`;
const count = async (times: number, enter: (n: number) => Promise<string>) => {
  const answers: Record<string, number> = {};
  for (let n = 0; n < times; n++) {
    const answer = await enter(n);
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
  return answers;
};

describe('a provider whose /32 has had its hour', () => {
  it.each(['SQLite', 'DynamoDB'])(
    'is asked for a proof, or for patience, and gets through with either (%s)',
    async (store) => {
      const { open, proven, slow, toll, inDynamoDB } = aGate();
      if (store === 'DynamoDB') await inDynamoDB();
      expect(await count(30, (n) => open(phone(n)))).toEqual({ in: 20, asked: 10 });
      expect(await toll(phone(50))).toEqual([true, true]);
      expect([await proven(phone(50)), await slow(phone(51))]).toEqual(['in', 'in']);
      expect(await open('2001:db9::1')).toBe('in');
    },
  );

  it('keeps nobody out of one of its networks who has used that up, but that network', async () => {
    const { open, proven, toll } = aGate();
    expect(await count(6, () => open(phone(1)))).toEqual({ in: 4, 'too-many': 2 });
    expect([await toll(phone(1)), await proven(phone(1))]).toEqual([[false, false], 'too-many']);
    expect([await open(phone(2)), await proven(phone(3))]).toEqual(['in', 'in']);
  });

  it('gets a fifth of the proofs’ places, however many networks it has and whatever it solves', async () => {
    const { open, proven, toll } = aGate();
    await count(50, (n) => open(`192.0.${n}.1`));
    const { in: taken } = await count(400, (n) => proven(phone(n)));
    expect(taken).toBe(100);
    expect(await toll(phone(999))).toEqual([false, false]);
    expect(await toll('192.0.77.1')).toEqual([true, true]);
    expect(await proven('192.0.77.1')).toBe('in');
  });

  it('leaves room for telephones of other carriers once half of the places are taken', async () => {
    const { open, proven } = aGate();
    await count(50, (n) => open(`192.0.${n}.1`));
    expect(await count(250, (n) => proven(`198.18.${n}.1`))).toEqual({ in: 250 });
    expect(await count(60, (n) => proven(phone(n)))).toEqual({ in: 60 });
    expect(await count(3, () => proven(phone(77)))).toEqual({ in: 2, asked: 1 });
  });

  it('lets an hour with few sign-ups give its readers a turn, too', async () => {
    const { open, proven } = aGate(1, 1);
    expect([await open(phone(1)), await open(phone(2))]).toEqual(['in', 'asked']);
    expect(await count(5, (n) => proven(phone(n + 3)))).toEqual({ in: 5 });
  });
});

describe('a launch', () => {
  it('of 5,000 in an hour, two fifths of them by telephone, tells nobody to come back', async () => {
    const { open, proven } = aGate(1000, 20);
    const carriers = ['2a01:598', '2a02:3030', '2a02:3032', '2607:fb90', '2600:1000'];
    const client = (n: number) =>
      n % 5 < 2
        ? `${carriers[(n % 7) % 5]}:${(n * 7).toString(16)}::1`
        : `${60 + (n % 100)}.${(n >> 4) % 256}.${n % 251}.9`;
    const answers = await count(5000, async (n) => {
      const first = await open(client(n));
      return first === 'asked' ? proven(client(n)) : first;
    });
    expect(answers).toEqual({ in: 5000 });
  });
});
