import { describe, expect, it } from 'vitest';
import { stampForm } from '../../functions/domain/limits/form-tokens.ts';
import { HOUR, SECOND } from '../../functions/domain/time/instant.ts';
import { createResponsePadding, type ResponsePadding } from '../../functions/web/readers/form.ts';
import { aSubscriber, SUBSCRIPTION_SECRETS } from '../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';

const pause = (milliseconds: number) => new Promise<void>((go) => setTimeout(go, milliseconds));

/** A site whose store takes half a second to be opened; how long its work was found to take, and in which order it waited. */
function aColdSite() {
  const site = aSubscriberSite();
  const real = createResponsePadding();
  const found: number[] = [];
  const order: string[] = [];
  site.web.warm = async () => {
    await pause(500);
    order.push('open');
  };
  site.web.settle = Object.assign(
    () => {
      order.push('wait');
      return real();
    },
    { took: (ms: number) => void found.push(ms) },
  ) as ResponsePadding;
  return { site, found, order };
}

const fields = (now: number) => ({
  email: 'ada@example.com',
  newsletter: 'daily',
  form: stampForm(SUBSCRIPTION_SECRETS, now - 5 * SECOND),
});

describe('a function that starts', () => {
  it('does not count its start among what a sign-up takes, and waits as evenly after it', async () => {
    const { site, found, order } = aColdSite();
    const since = performance.now();
    expect((await site.post('/subscribe', fields(site.now))).status).toBe(200);
    expect(performance.now() - since).toBeGreaterThan(740);
    expect([found.length, order]).toEqual([1, ['open', 'wait']]);
    expect(found[0]).toBeLessThan(400);
  });

  it('does not count it for a change of address either', async () => {
    const { site, found, order } = aColdSite();
    await site.ports.subscribers.put(aSubscriber('ada@example.com'));
    const token = site.token('manage', 'ada@example.com', '', site.now + HOUR);
    await site.post(`/manage/${token}`, { intent: 'address', email: 'bob@example.com' });
    expect([found.length, order]).toEqual([1, ['open', 'wait']]);
    expect(found[0]).toBeLessThan(400);
  });
});

describe('a form that trickles in', () => {
  it('makes nobody else wait', async () => {
    const { site, found } = aColdSite();
    site.web.warm = async () => {};
    const bytes = new TextEncoder().encode(new URLSearchParams(fields(site.now)).toString());
    const body = new ReadableStream({
      async start(controller) {
        for (const byte of [bytes.subarray(0, 9), bytes.subarray(9)]) {
          await pause(300);
          controller.enqueue(byte);
        }
        controller.close();
      },
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
    expect((await site.app.request('/subscribe', init)).status).toBe(200);
    expect(found[0]).toBeLessThan(500);
  });
});
