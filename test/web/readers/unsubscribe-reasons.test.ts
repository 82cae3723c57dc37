import { expect, it } from 'vitest';
import { aSubscriber } from '../../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';

const ADA = 'ada@example.com';
const THANKS = 'An editor will read it.';

async function withAda() {
  const site = aSubscriberSite();
  await site.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'] }));
  return { site, path: `/unsubscribe/${site.token('unsubscribe', ADA, 'daily')}` };
}
const SAID = { intent: 'reason', reason: 'too-many', remark: 'Too often.' };

it('Whoever leaves one of two newsletters is thanked for what is kept, and told what they left', async () => {
  const { site, path } = await withAda();
  await site.post(path, { intent: 'leave-one' });
  const page = await (await site.post(path, SAID)).text();
  expect(page).toContain(THANKS);
  expect(page).toContain('You will not get The daily any more.');
  expect((await site.find(ADA))?.remarks).toMatchObject([{ left: ['daily'], text: 'Too often.' }]);
});

it('Whoever still gets it is not told that they left, and not thanked for what is not kept', async () => {
  const { site, path } = await withAda();
  const page = await (await site.post(path, SAID)).text();
  expect(page).toContain('Unsubscribe from The daily');
  expect(page).not.toContain(THANKS);
  expect((await site.find(ADA))?.remarks).toBeUndefined();
});

it('Whoever unticks a newsletter in the preferences is asked why, and can say so', async () => {
  const { site } = await withAda();
  const preferences = `/preferences/${site.token('preferences', ADA)}`;
  const page = await (await site.post(preferences, { intent: 'save', newsletter: 'brief' })).text();
  const form = /action="(\/unsubscribe\/[^"]+)"/.exec(page)?.[1] ?? '';
  expect(await (await site.post(form, SAID)).text()).toContain(THANKS);
  expect((await site.find(ADA))?.remarks).toMatchObject([{ newsletter: 'daily', reason: 'too-many' }]);
  const again = await (await site.post(preferences, { intent: 'save', newsletter: 'brief' })).text();
  expect(again).not.toContain('/unsubscribe/');
});
