/** The tiers and the counts of confirmations are the same on SQLite and on DynamoDB (dynalite). */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createLimits } from '../../../functions/adapters/dynamodb/limits.ts';
import type { SignUpPass } from '../../../functions/domain/limits/sign-up-tier.ts';
import { HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import {
  countConfirmation,
  countRefusedConfirmation,
  readBreakerLevel,
} from '../../../functions/flows/limits/limit-uses.ts';
import { takeSignUp } from '../../../functions/flows/limits/sign-up-limits.ts';
import { checkTier, listTierUses, readPassPrices } from '../../../functions/flows/limits/sign-up-tiers.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { openSubscriptions } from '../../support/builders/subscriptions.ts';
import { startDynalite } from '../../support/hosts/dynalite.ts';
import { freshTable } from '../../support/hosts/dynamodb.ts';

let engine: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  engine = await startDynalite();
});
afterAll(() => engine[Symbol.asyncDispose]());

const OPEN: SignUpPass = { tier: 'open' };
const proven = (once: string): SignUpPass => ({ tier: 'proven', once });

async function aGate(store: string, perHour: number) {
  const { sending, ...rest } = aPublication();
  const publication = { ...rest, sending: { ...sending, signups: { ...sending.signups, perHour } } };
  const desk = openSubscriptions(publication);
  onTestFinished(() => desk.close());
  if (store === 'DynamoDB') {
    const { table, close } = await freshTable(engine.url);
    onTestFinished(close);
    desk.ports.limits = createLimits(table);
  }
  let networks = 0;
  const enter = async (pass: SignUpPass, client = `192.0.${networks++}.1`): Promise<boolean> => {
    try {
      const rules = await checkTier(desk.ports, publication, pass);
      await takeSignUp(desk.ports, client, listTierUses(desk.ports, rules, { pass, client }));
      return true;
    } catch {
      return false;
    }
  };
  const many = (passes: readonly SignUpPass[]) => Promise.all(passes.map((pass) => enter(pass)));
  return { desk, publication, enter, many };
}
const through = (answers: readonly boolean[]): number => answers.filter(Boolean).length;

describe.each(['SQLite', 'DynamoDB'])('tiers in %s', (store) => {
  it('let through what their budgets say, however many come at once', async () => {
    const { many } = await aGate(store, 4);
    expect(through(await many(Array(8).fill(OPEN)))).toBe(2);
    expect(through(await many(Array.from({ length: 25 }, (_, n) => proven(`p${n}`))))).toBe(20);
  });

  it('take a pass once, however many show it at once, and uses nothing up for the others', async () => {
    const { many, desk } = await aGate(store, 4);
    expect(through(await many(Array(6).fill(proven('same'))))).toBe(1);
    expect(await desk.ports.limits.countUses('sign-ups-proven', HOUR, desk.now)).toBe(1);
  });

  it('that nobody was let into give back what their networks used', async () => {
    const { desk, publication } = await aGate(store, 2);
    const client = '192.0.2.7';
    const rules = { brake: 'none', used: 0, budgets: { open: 0, proven: 0, slow: 0 } } as const;
    for (let i = 0; i < 30; i++) {
      const lane = listTierUses(desk.ports, rules, { pass: OPEN, client });
      await expect(takeSignUp(desk.ports, client, lane)).rejects.toMatchObject({ name: 'CrowdedError' });
    }
    const open = listTierUses(desk.ports, await checkTier(desk.ports, publication, OPEN), {
      pass: OPEN,
      client,
    });
    await takeSignUp(desk.ports, client, open);
  });

  it('give a pass back whose sign-up came to nothing', async () => {
    const { desk, publication, enter } = await aGate(store, 2);
    const pass = proven('again');
    const rules = await checkTier(desk.ports, publication, pass);
    const giveBack = await takeSignUp(desk.ports, '', listTierUses(desk.ports, rules, { pass, client: '' }));
    expect(await enter(pass)).toBe(false);
    await giveBack();
    expect(await enter(pass)).toBe(true);
  });

  it('ask for more as they fill, and for nothing once they are full', async () => {
    const { desk, publication, many } = await aGate(store, 2);
    expect(await readPassPrices(desk.ports, publication)).toEqual({ factor: 1, wait: MINUTE });
    await many(Array.from({ length: 6 }, (_, n) => proven(`p${n}`)));
    expect(await readPassPrices(desk.ports, publication)).toMatchObject({ factor: 8 });
    await many(Array.from({ length: 6 }, (_, n) => proven(`q${n}`)));
    expect(await readPassPrices(desk.ports, publication)).toEqual({ factor: undefined, wait: MINUTE });
  });

  it('are held back by refusals, and let go an hour later', async () => {
    const { desk, enter } = await aGate(store, 40);
    const { limits, clock } = desk.ports;
    for (let i = 0; i < 20; i++) await countConfirmation({ limits, clock });
    for (let i = 0; i < 3; i++) await countRefusedConfirmation(limits, desk.now);
    expect([await readBreakerLevel(limits, desk.now), await enter(OPEN)]).toEqual(['tenth', false]);
    desk.now += HOUR + 3 * MINUTE;
    expect([await readBreakerLevel(limits, desk.now), await enter(OPEN)]).toEqual(['none', true]);
  });
});

describe('fifty networks that solve every challenge', () => {
  it.each([
    ['as it is', 0],
    ['behind the strongest brake', 20],
  ])('leave room for readers, %s', async (_, refused) => {
    const { desk, enter } = await aGate('SQLite', refused > 0 ? 1000 : 100);
    const { limits, clock } = desk.ports;
    for (let i = 0; i < refused; i++) {
      await countConfirmation({ limits, clock });
      await countRefusedConfirmation(limits, desk.now);
    }
    let taken = 0;
    for (let n = 0; n < 20; n++)
      for (let i = 0; i < 50; i++) taken += (await enter(proven(`${n}.${i}`), `198.51.${i}.1`)) ? 1 : 0;
    expect(taken).toBeLessThan(400);
    for (let reader = 0; reader < 50; reader++)
      expect(await enter(proven(`reader ${reader}`), `203.0.${reader}.7`)).toBe(true);
  });
});
