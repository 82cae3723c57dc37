import { describe, expect, it } from 'vitest';
import { exportSubscribers } from '../../../functions/flows/subscribers/list-subscribers.ts';
import { apply } from '../../support/builders/import-csv.ts';
import { aSubscriber, openSubscriptions } from '../../support/builders/subscriptions.ts';
import { collect } from '../../support/probes/collect.ts';

describe('an export', () => {
  it('is read back by an import as it was, formulas and quotes included', async () => {
    const desk = openSubscriptions();
    const people = [
      aSubscriber('=cmd@example.com', { name: '=HYPERLINK("http://x")', labels: ['@vip', 'a b'] }),
      aSubscriber("'-a@example.com", { name: "'=x", newsletters: ['daily', 'brief'], topics: ['world'] }),
      aSubscriber('left@example.com', { name: 'Ö, "Q"', status: 'unsubscribed' }),
    ];
    await desk.ports.subscribers.insertMany(people);
    const text = (await collect(exportSubscribers(desk.ports))).join('');
    expect(text).not.toMatch(/(^|,|")[=+\-@\t]/m);
    const other = openSubscriptions();
    await apply(other, text);
    for (const { email, name, newsletters, topics, labels, status, consent } of people) {
      const { at, source: from } = consent;
      expect(await other.find(email)).toMatchObject({
        email,
        name,
        newsletters,
        topics,
        labels,
        status,
        consent: { at, source: from },
      });
    }
  });

  it('leaves out those who have not confirmed, and filters', async () => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.insertMany([
      aSubscriber('a@example.com', { labels: ['vip'] }),
      aSubscriber('b@example.com', { newsletters: ['brief'] }),
      aSubscriber('p@example.com', { status: 'pending' }),
    ]);
    const emails = async (filter = {}) =>
      (await collect(exportSubscribers(desk.ports, filter)))
        .slice(1)
        .map((line) => line.split(',')[0])
        .sort();
    expect(await emails()).toEqual(['a@example.com', 'b@example.com']);
    expect(await emails({ newsletter: 'brief' })).toEqual(['b@example.com']);
    expect(await emails({ label: 'vip' })).toEqual(['a@example.com']);
  });
});
