import { describe, expect, it } from 'vitest';
import { addSubscriber } from '../../../functions/flows/import/add-subscriber.ts';
import { aSubscriber, openSubscriptions } from '../../support/builders/subscriptions.ts';

describe('adding one by hand', () => {
  it('keeps the rules of an import', async () => {
    const desk = openSubscriptions();
    const add = (email: string) =>
      addSubscriber(desk.ports, { email, newsletters: ['daily'], source: 'command' });
    await desk.ports.subscribers.put(aSubscriber('left@example.com', { status: 'unsubscribed' }));
    expect([
      await add('new@example.com'),
      await add('new@example.com'),
      await add('left@example.com'),
    ]).toEqual(['fresh', 'known', 'departed']);
    await expect(add('nobody')).rejects.toMatchObject({ code: 'invalid' });
    expect(await desk.find('new@example.com')).toMatchObject({
      status: 'active',
      consent: { source: 'command' },
    });
  });
});
