/** What is done to readers, by operators, mail servers and by themselves through a fresh link, each with what the store is after each write. */
import fc from 'fast-check';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { addSubscriber } from '../../../functions/flows/import/add-subscriber.ts';
import { eraseOwn } from '../../../functions/flows/subscribers/manage.ts';
import {
  liftSuppression,
  suppressAddress,
} from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { suppressSubscriber } from '../../../functions/flows/subscribers/suppress-subscriber.ts';
import { idOf } from '../../support/builders/subscriptions.ts';
import { chosen, type Deed, DRAWN, email, leave, NOBODY, put } from './readers-world.ts';

export const erasing = fc.record({ email, never: fc.boolean() }).map(
  ({ email, never }): Deed => ({
    name: `${email} is erased${never ? ' for good' : ''}`,
    steps: (people) => {
      const p = people[email]!;
      if (p.status === 'none') return [];
      const barred = never ? [put(people, email, { suppressed: true })] : [];
      const suppressed = never || p.suppressed;
      return [...barred, put(people, email, { ...NOBODY, suppressed })];
    },
    work: (ports, { desk }) => eraseOwn(ports, desk.token('manage', email, '', desk.now + HOUR), { never }),
  }),
);

export const barring = fc
  .record({ email, status: fc.constantFrom('bounced' as const, 'complained' as const) })
  .map(
    ({ email, status }): Deed => ({
      name: `${email} ${status}`,
      steps: (people) => {
        if (people[email]!.status === 'none') return [];
        const suppressed = put(people, email, { suppressed: true });
        return [
          suppressed,
          put(suppressed, email, { status, asked: undefined, requests: [], leftAt: undefined }),
        ];
      },
      work: (ports) => suppressSubscriber(ports, idOf(email), status, 'they said so'),
    }),
  );

export const suppressing = email.map(
  (email): Deed => ({
    name: `${email} is suppressed`,
    steps: (people, now) => {
      const suppressed = put(people, email, { suppressed: true });
      return [suppressed, put(suppressed, email, leave(people[email]!, now))];
    },
    work: (ports) => suppressAddress(ports, email),
  }),
);

export const lifting = email.map(
  (email): Deed => ({
    name: `${email} is suppressed no more`,
    steps: (people, now) => {
      const isBarred = ['bounced', 'complained'].includes(people[email]!.status);
      const free = isBarred ? put(people, email, { status: 'unsubscribed', leftAt: now }) : people;
      return [free, put(free, email, { suppressed: false })];
    },
    work: (ports) => liftSuppression(ports, email),
  }),
);

export const adding = fc.record({ email, chosen }).map(
  ({ email, chosen }): Deed => ({
    name: `an operator adds ${email} to ${chosen}`,
    steps: (people) => {
      const { status, suppressed } = people[email]!;
      // Who moved away from there reads elsewhere: nobody gets a second copy.
      const moved = Object.values(people).some(({ forwards }) => forwards.some((one) => one.email === email));
      if (status !== 'none' || suppressed || moved) return [];
      const added = { status: 'active', newsletters: chosen.toSorted(), epoch: DRAWN, form: '' } as const;
      return [put(people, email, added)];
    },
    work: (ports) => addSubscriber(ports, { email, newsletters: chosen, source: 'command' }),
  }),
);
