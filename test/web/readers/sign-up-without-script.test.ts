import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { ADA, aCrowdedSite, type CrowdedSite, crowd, send } from '../../support/builders/crowded-site.ts';
import { ticketIn } from '../../support/fakes/solve-proof.ts';

describe('who has no script', () => {
  let site: CrowdedSite;
  let ticket: string;
  const wait = async (milliseconds: number, changes: Record<string, string> = {}) => {
    site.now += milliseconds;
    return (await send(site, { ticket, ...changes })).text();
  };
  beforeEach(async () => {
    site = aCrowdedSite();
    await crowd(site);
    const page = await (await send(site)).text();
    expect(page).toContain('Wait 60 seconds, then press');
    ticket = ticketIn(page);
  });

  it('gets through by waiting a minute', async () => {
    expect(await wait(MINUTE)).toContain('Check your mail');
    expect(site.notices).toHaveLength(1);
  });

  it('and presses too soon is told how long to wait, and the same ticket holds', async () => {
    const early = await wait(20 * SECOND);
    expect(early).toContain('Wait another 40 seconds');
    expect(ticketIn(early)).toBe(ticket);
    expect(await wait(39 * SECOND)).toContain('Wait another second');
    expect(await wait(SECOND)).toContain('Check your mail');
  });

  it('uses a ticket once', async () => {
    await wait(MINUTE);
    expect(await wait(SECOND)).toContain('Many people are signing up');
    expect(site.notices).toHaveLength(1);
  });

  it.each<[string, number, (given: string) => Record<string, string>]>([
    ['of another address', MINUTE, () => ({ email: 'bob@example.com' })],
    ['after half an hour', 31 * MINUTE + 1, () => ({})],
    [
      'that is forged',
      MINUTE,
      (given) => ({ ticket: `${given.slice(0, -1)}${given.endsWith('A') ? 'B' : 'A'}` }),
    ],
    ['made shorter', MINUTE / 2, (given) => ({ ticket: given.replace(/\.1o\./, '.1.') })],
    ['that is nothing', MINUTE, () => ({ ticket: '..' })],
    ['of a megabyte', MINUTE, () => ({ ticket: 'x'.repeat(15_000) })],
  ])('gets through by no ticket %s', async (_, milliseconds, change) => {
    expect(await wait(milliseconds, change(ticket))).toContain('Many people are signing up');
    expect(site.notices).toEqual([]);
  });

  it('gets through by no ticket of another network', async () => {
    site.web.client = '192.0.3.7';
    expect(await wait(MINUTE)).toContain('Wait 60 seconds');
    expect(site.notices).toEqual([]);
  });

  /** Whether a ticket gets a reader through. */
  async function isThrough(client: string, email: string, minutes = 5): Promise<boolean> {
    site.web.client = client;
    const given = ticketIn(await (await send(site, { email })).text());
    site.now += minutes * MINUTE;
    const before = site.notices.length;
    await send(site, { email, ticket: given });
    return site.notices.length > before;
  }

  it('finds room, however many tickets one network uses', async () => {
    const greedy = [];
    for (let i = 0; i < 6; i++) greedy.push(await isThrough('203.0.113.9', `greedy${i}@host.example`));
    expect(greedy).toEqual([true, true, false, false, false, false]);
    expect(await isThrough('192.0.2.7', ADA)).toBe(true);
  });

  it('finds room, however many networks of one provider ask', async () => {
    site = aCrowdedSite(60);
    await crowd(site, 30);
    let through = 0;
    for (let i = 0; i < 12; i++) {
      const isOne = await isThrough(`2001:db8:${i}::1`, `greedy${i}@host${i}.example`, 1);
      through += isOne ? 1 : 0;
    }
    expect(through).toBe(10);
    expect(await isThrough('192.0.2.7', ADA)).toBe(true);
  });
});
