import { expect, it } from 'vitest';
import { aSubscriber } from '../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';

const ADA = 'ada@example.com';

it.each<[string, string, (path: string) => string]>([
  ['GET', 'as it is', (path) => path],
  ['HEAD', 'as it is', (path) => path],
  ['PUT', 'as it is', (path) => path],
  ['PATCH', 'as it is', (path) => path],
  ['DELETE', 'as it is', (path) => path],
  ['OPTIONS', 'as it is', (path) => path],
  ...(
    [
      ['with .xml', (path) => `${path}.xml`],
      ['with ;.css', (path) => `${path};.css`],
      ['with %2ffeed.xml', (path) => `${path}%2ffeed.xml`],
      ['with /feed.xml', (path) => `${path}/feed.xml`],
      ['with a dot', (path) => `${path}.`],
      ['with %00', (path) => `${path}%00`],
      ['with %0a', (path) => `${path}%0a`],
      ['with %20', (path) => `${path}%20`],
      ['with a slash before it', (path) => `/${path}`],
      ['with slashes in it', (path) => path.replace('/unsubscribe/', '/unsubscribe//')],
      ['with a dotted segment', (path) => path.replace('/unsubscribe/', '/unsubscribe/.%2f')],
      ['with a backslash', (path) => path.replace('/unsubscribe/', '/unsubscribe%5c')],
      ['in capitals', (path) => path.replace('/unsubscribe/', '/UNSUBSCRIBE/')],
      ['as another purpose’s', (path) => path.replace('/unsubscribe/', '/preferences/')],
      ['with its epoch taken out', (path) => path.replace('.e-ada1.', '.')],
      ['with another epoch', (path) => path.replace('.e-ada1.', '.e-ada2.')],
      ['with an empty ref', (path) => path.replace('.e-ada1.', '.e-ada1..')],
      ['with a ref', (path) => path.replace('.e-ada1.', '.e-ada1.x.')],
    ] as [string, (path: string) => string][]
  ).map(([name, change]): [string, string, (path: string) => string] => ['POST', name, change]),
])('A one-click link by %s, %s, takes nobody off, and no answer is kept', async (method, _, change) => {
  const site = aSubscriberSite();
  await site.ports.subscribers.put(aSubscriber(ADA, { epoch: 'e-ada1' }));
  const before = await site.find(ADA);
  const path = change(`/unsubscribe/${site.token('unsubscribe', ADA, 'daily')}`);
  const body = method === 'POST' ? { body: new URLSearchParams('List-Unsubscribe=One-Click') } : {};
  const answer = await site.app.request(`http://paper.example${path}`, { method, ...body });
  expect(await site.find(ADA)).toEqual(before);
  if (method !== 'POST' || answer.status !== 404)
    expect(answer.headers.get('cache-control')).toContain('no-store');
});
