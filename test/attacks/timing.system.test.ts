import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { stampForm } from '../../functions/domain/limits/form-tokens.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../functions/domain/time/instant.ts';
import { suppressAddress } from '../../functions/flows/subscribers/operate-subscribers.ts';
import { createResponsePadding } from '../../functions/web/readers/form.ts';
import { aSubscriber, SUBSCRIPTION_SECRETS } from '../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';

type Settle = ReturnType<typeof createResponsePadding>;
const KINDS = ['new', 'active', 'left', 'bounced', 'never'] as const;

/** A store so slow that every call takes `latency`; what each kind of address waits for, with that settle. */
async function aSlowSite(latency: number) {
  const site = aSubscriberSite();
  const { ports } = site;
  await ports.subscribers.put(aSubscriber('active@example.com'));
  await ports.subscribers.put(aSubscriber('left@example.com', { status: 'unsubscribed' }));
  await ports.subscribers.put(aSubscriber('bounced@example.com', { status: 'bounced' }));
  await suppressAddress(ports, 'never@example.com');
  for (const port of [ports.subscribers, ports.suppressions, ports.counts, ports.limits] as object[]) {
    const calls = port as Record<string, (...given: unknown[]) => unknown>;
    for (const [name, real] of Object.entries(calls))
      calls[name] = async (...given) => {
        await new Promise((go) => setTimeout(go, latency));
        return real(...given);
      };
  }
  const signUp = async (kind: string) => {
    const since = performance.now();
    const stamp = stampForm(SUBSCRIPTION_SECRETS, site.now - 5 * SECOND);
    const answer = await site.post('/subscribe', {
      email: `${kind}@example.com`,
      newsletter: 'daily',
      form: stamp,
    });
    expect(answer.status).toBe(200);
    return performance.now() - since;
  };
  const move = async (kind: string) => {
    const since = performance.now();
    const token = site.token('manage', 'active@example.com', '', site.now + HOUR);
    await site.post(`/manage/${token}`, { intent: 'address', email: `${kind}@example.com` });
    return performance.now() - since;
  };
  return { site, signUp, move };
}

/** Milliseconds that it would wait now. */
async function waitOf(settle: Settle): Promise<number> {
  const since = Date.now();
  const waited = settle().then(() => Date.now() - since);
  await vi.advanceTimersByTimeAsync(10 * SECOND);
  return waited;
}

describe('how long an answer takes', () => {
  it('tells nothing of the address, also where the store is so slow that the work outlasts the wait', async () => {
    const { site, signUp, move } = await aSlowSite(60);
    site.web.settle = createResponsePadding();
    // The slowest kind is what the others wait for from now on.
    await signUp('first');
    const times = await Promise.all([...KINDS.map(signUp), ...['never', 'other', 'bounced'].map(move)]);
    expect(Math.min(...times)).toBeGreaterThan(700);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(250);
  });

  it('of the first that outlasts the wait is a step: 0.5 s, 1 s or 2 s', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const goesAt = async (work: number): Promise<number> => {
      const settle = createResponsePadding();
      const since = Date.now();
      const settled = settle();
      await vi.advanceTimersByTimeAsync(work);
      const answered = (async () => {
        await settle.took!(work);
        await settled;
        return Date.now() - since;
      })();
      await vi.advanceTimersByTimeAsync(10 * SECOND);
      return answered;
    };
    const works = [20, 249, 260, 330, 499, 510, 990, 1500, 1999, 3000];
    const told = [];
    for (const work of works) told.push(await goesAt(work));
    expect(told).toEqual([250, 250, 500, 500, 500, 1000, 1000, 2000, 2000, 3000]);
  });

  it('follows the slowest of the last ten minutes, up to two seconds, and is 250 ms else', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const settle = createResponsePadding();
    settle.took!(20);
    expect(await waitOf(settle)).toBe(250);
    settle.took!(300);
    settle.took!(100);
    expect(await waitOf(settle)).toBe(600);
    vi.advanceTimersByTime(10 * MINUTE);
    expect(await waitOf(settle)).toBe(250);
    settle.took!(DAY);
    expect(await waitOf(settle)).toBe(2000);
  });
});
