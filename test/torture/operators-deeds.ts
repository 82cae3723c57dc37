/** What is done to readers, by operators, mail servers and by themselves through a fresh link, each with what the store is after each write. */
import fc from 'fast-check';
import { HOUR } from '../../functions/domain/instant.ts';
import { addSubscriber } from '../../functions/flows/add-subscriber.ts';
import { barSubscriber } from '../../functions/flows/bar-subscriber.ts';
import { confirm } from '../../functions/flows/confirm.ts';
import { askNewAddress, eraseOwn } from '../../functions/flows/manage.ts';
import { liftSuppression, suppressAddress } from '../../functions/flows/operate-subscribers.ts';
import { idOf } from '../support/subscriptions.ts';
import { ask, chosen, type Deed, email, leave, NOBODY, put } from './readers-world.ts';

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
        return [suppressed, put(suppressed, email, { status, asked: undefined, leftAt: undefined })];
      },
      work: (ports) => barSubscriber(ports, idOf(email), status, 'they said so'),
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
      if (status !== 'none' || suppressed) return [];
      return [put(people, email, { status: 'active', newsletters: chosen.toSorted() })];
    },
    work: (ports) => addSubscriber(ports, { email, newsletters: chosen, source: 'command' }),
  }),
);

export const moving = fc.record({ email, to: email }).map(
  ({ email, to }): Deed => ({
    name: `${email} moves to ${to}`,
    steps: (people) => {
      const [old, target] = [people[email]!, people[to]!];
      if (email === to || old.status !== 'active') return [];
      const asked = ask(people, to, old.newsletters);
      const then = asked.at(-1) ?? people;
      const p = then[to]!;
      if (target.suppressed || (p.status !== 'active' && !p.asked)) return asked;
      const newsletters =
        p.status === 'active'
          ? [...new Set([...p.newsletters, ...old.newsletters])].toSorted()
          : old.newsletters;
      const change = { status: 'active', newsletters, asked: undefined, leftAt: undefined } as const;
      const moved = put(then, to, change);
      return [...asked, moved, put(moved, email, { ...NOBODY, suppressed: old.suppressed })];
    },
    work: async (ports, { desk }) => {
      await askNewAddress(ports, desk.token('manage', email, '', desk.now + HOUR), to);
      if (email !== to) await confirm(ports, desk.token('confirm', to, idOf(email)));
    },
  }),
);
