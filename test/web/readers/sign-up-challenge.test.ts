import { beforeEach, describe, expect, it } from 'vitest';
import { stampForm } from '../../../functions/domain/limits/form-tokens.ts';
import { limitKey } from '../../../functions/domain/subscribers/identity.ts';
import { HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { takeUses } from '../../../functions/flows/limits/limit-uses.ts';
import { suppressAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { ADA, aCrowdedSite, type CrowdedSite, crowd, send } from '../../support/builders/crowded-site.ts';
import { aSubscriber, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import { challengeIn, solveProof, ticketIn } from '../../support/fakes/solve-proof.ts';

const solvedIn = async (page: string) => solveProof(challengeIn(page));

describe('a crowded sign-up form', () => {
  let site: CrowdedSite;
  let page: string;
  let answer: Response;
  beforeEach(async () => {
    site = aCrowdedSite();
    await crowd(site);
    answer = await send(site, { topic: 'world' });
    page = await answer.text();
  });

  it('comes back filled in, asks for a proof, and has signed nobody up', () => {
    expect(answer.status).toBe(200);
    expect(page).toContain(`value="${ADA}"`);
    expect(page).toMatch(/value="world" checked/);
    expect(page).toContain('Many people are signing up');
    expect(site.notices).toEqual([]);
  });

  it('runs one script of ours, and nothing else may run', () => {
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="/assets/proof.js" defer>']);
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toMatch(/^default-src 'none'; .*; script-src 'self'$/);
    expect(policy).not.toMatch(/unsafe|worker|connect|https?:/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('lets through who brings the proof, and answers as ever', async () => {
    const done = await send(site, { proof: await solvedIn(page) });
    expect(await done.text()).toContain('Check your mail');
    expect(done.headers.get('content-security-policy')).not.toContain('script-src');
    expect(site.notices).toHaveLength(1);
  });

  it('takes a proof once', async () => {
    const proof = await solvedIn(page);
    await send(site, { proof });
    expect(challengeIn(await (await send(site, { proof })).text())).not.toBe('');
    expect(site.notices).toHaveLength(1);
  });

  it('takes a proof once of two at the same moment', async () => {
    const proof = await solvedIn(page);
    const answers = await Promise.all([send(site, { proof }), send(site, { proof })]);
    const texts = await Promise.all(answers.map((one) => one.text()));
    expect(texts.filter((text) => text.includes('Check your mail'))).toHaveLength(1);
    expect(site.notices).toHaveLength(1);
  });

  it.each<[string, (site: CrowdedSite) => Record<string, string>]>([
    ['of another address', () => ({ email: 'bob@example.com' })],
    ['of another network', (of) => Object.assign(of.web, { client: '192.0.3.7' }) && {}],
    ['after ten minutes', (of) => Object.assign(of, { now: of.now + 10 * MINUTE }) && {}],
    ['from before the clock was set back', (of) => Object.assign(of, { now: of.now - MINUTE }) && {}],
  ])('takes no proof %s, and poses another', async (_, change) => {
    const proof = await solvedIn(page);
    const changes = change(site);
    // Long enough ago for every clock above.
    const again = await send(site, {
      proof,
      form: stampForm(SUBSCRIPTION_SECRETS, site.now - HOUR),
      ...changes,
    });
    expect(challengeIn(await again.text())).not.toBe('');
    expect(site.notices).toEqual([]);
  });

  it('sends itself once alone: a proof that did not hold wants a press', async () => {
    expect(page).toMatch(/data-done="[^"]+"/);
    expect(await (await send(site, { proof: '{}' })).text()).toContain('data-done=""');
  });

  it('is the same, but for what is signed, whatever we know of the address', async () => {
    await site.ports.subscribers.put(aSubscriber('active@example.com'));
    await suppressAddress(site.ports, 'never@example.com');
    const pages = new Set<string>();
    for (const who of ['anew', 'active', 'never']) {
      const text = await (await send(site, { email: `${who}@example.com` })).text();
      pages.add(
        text
          .replaceAll(who, '')
          .replace(challengeIn(text), '')
          .replaceAll(/data-challenge="[^"]*"|value="[^"]{30,}"/g, ''),
      );
    }
    expect(pages.size).toBe(1);
  });

  it('asks about a near-miss before it asks for work, and not again after', async () => {
    const typed = { email: 'ada@gmial.com' };
    expect(challengeIn(await (await send(site, typed)).text())).toBe('');
    const kept = await (await send(site, { ...typed, use: 'no' })).text();
    expect(kept).toContain('name="use" value="no"');
    await send(site, { ...typed, use: 'no', proof: await solvedIn(kept) });
    expect(site.notices).toHaveLength(1);
  });

  it('says it in the language of the publication', async () => {
    const german = aCrowdedSite(1, 'de');
    await crowd(german, 1);
    expect(await (await send(german)).text()).toContain('Gerade melden sich viele an');
  });

  it('is as ever an hour later', async () => {
    site.now += HOUR + 3 * MINUTE;
    await send(site);
    expect(site.notices).toHaveLength(1);
  });
});

describe('an attack from fifty networks', () => {
  it('keeps nobody out who solves or waits', async () => {
    const site = aCrowdedSite(200);
    for (let i = 0; i < 50; i++)
      for (let n = 0; n < 10; n++) {
        site.web.client = `2001:db8:${i.toString(16)}::1`;
        await send(site, { email: `a${i}.${n}@host${n}.example` });
      }
    site.web.client = '192.0.2.7';
    site.notices.length = 0;
    const page = await (await send(site)).text();
    await send(site, { proof: await solvedIn(page) });
    const other = { email: 'bob@example.com' };
    const ticket = ticketIn(await (await send(site, other)).text());
    site.now += MINUTE;
    await send(site, { ...other, ticket });
    expect(site.notices).toHaveLength(2);
  });
});

describe('tiers that are full', () => {
  it('of proofs leave the waiting one, and no script that would try for ever', async () => {
    const site = aCrowdedSite(1);
    for (let i = 0; i < 5; i++) await site.ports.limits.take('sign-ups-proven', 5, HOUR, site.now);
    await crowd(site, 1);
    const answer = await send(site);
    const page = await answer.text();
    expect([answer.status, challengeIn(page)]).toEqual([200, '']);
    expect(page).not.toContain('<script');
    expect(page).toContain('a little patience. Wait 60 seconds');
    site.now += MINUTE;
    await send(site, { ticket: ticketIn(page) });
    expect(site.notices).toHaveLength(1);
  });

  it('both, say when to come again', async () => {
    const site = aCrowdedSite(1);
    for (let i = 0; i < 5; i++) await site.ports.limits.take('sign-ups-proven', 5, HOUR, site.now);
    await site.ports.limits.take('sign-ups-slow', 1, HOUR, site.now);
    await crowd(site, 1);
    const answer = await send(site);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3600']);
  });
});

describe('challenges', () => {
  it('are posed to one network three times as often as it may sign up', async () => {
    const site = aCrowdedSite(1);
    await crowd(site, 1);
    const answers = [];
    for (let i = 0; i < 61; i++) answers.push((await send(site)).status);
    expect(answers).toEqual([...Array(60).fill(200), 429]);
    site.web.client = '192.0.3.1';
    expect((await send(site)).status).toBe(200);
  });
});

describe('a network that has had its share of a crowd', () => {
  let site: CrowdedSite;
  beforeEach(async () => {
    site = aCrowdedSite();
    await crowd(site);
  });
  const take = (kind: string, value: string, times: number) =>
    times === 0
      ? Promise.resolve(true)
      : takeUses(
          site.ports,
          Array.from({ length: times }, () => ({
            ...{ key: limitKey(SUBSCRIPTION_SECRETS, kind, value), limit: 1000, window: HOUR },
          })),
          site.now,
        );
  /** Half of the fifty places for proofs are taken. */
  const fill = async () => {
    for (let i = 0; i < 25; i++) await site.ports.limits.take('sign-ups-proven', 50, HOUR, site.now);
  };
  const asked = async () => {
    const answer = await send(site);
    const page = await answer.text();
    return [answer.status, challengeIn(page) !== '', ticketIn(page) !== ''];
  };

  it.each([
    ['of proofs, and nothing fills: both', 2, 0, false, [200, true, true]],
    ['of proofs is asked to wait, and for no work in vain', 2, 0, true, [200, false, true]],
    ['of tickets is asked for work, and not to wait in vain', 0, 2, true, [200, true, false]],
    ['of both is told when to come again', 2, 2, true, [429, false, false]],
  ])('%s', async (_, proofs, tickets, isFull, expected) => {
    if (isFull) await fill();
    await take('proven-network', '192.0.2.0/24', proofs);
    await take('slow-network', '192.0.2.0/24', tickets);
    expect(await asked()).toEqual(expected);
    site.web.client = '192.0.3.7';
    expect(await asked()).toEqual([200, true, true]);
  });

  it('of all sign-ups is told when to come again, and does no work before', async () => {
    await take('network', '192.0.2.0/24', 20);
    expect(await asked()).toEqual([429, false, false]);
  });
});
