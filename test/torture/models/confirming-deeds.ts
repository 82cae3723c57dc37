/** Confirming, of a sign-up or of a move: each link does what its own mail named, and a move takes the earlier rows' links along. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { limitKey } from '../../../functions/domain/subscribers/identity.ts';
import { signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { requestNewAddress } from '../../../functions/flows/subscribers/manage.ts';
import { idOf, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import {
  ask,
  byRow,
  type Deed,
  doneIn,
  email,
  type Led,
  NOBODY,
  type People,
  put,
  type Request,
  waits,
} from './readers-world.ts';

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].toSorted();

/** Nobody moves who is not there any more, nor to where nobody waits for it. */
function moved(people: People, to: string, request: Request): readonly People[] {
  const p = people[to]!;
  const { email, epoch } = request.from!;
  const mover = people[email]!;
  if (mover.status !== 'active' || mover.epoch !== epoch) return [];
  const joins = p.status === 'active';
  if (!joins && p.asked === undefined) return [];
  const links = joins ? 'unsubscribe' : 'all';
  const led: Led[] = [
    ...(mover.forwards.map((one) => (joins ? { ...one, links } : one)) as Led[]),
    { email, epoch, links },
  ];
  const change = joins
    ? {
        newsletters: union(
          p.newsletters,
          mover.newsletters.filter((id) => request.newsletters.includes(id)),
        ),
      }
    : { status: 'active' as const, newsletters: mover.newsletters, form: mover.form };
  const next = put(people, to, {
    ...{ ...change, ...doneIn(p, request), asked: undefined, leftAt: undefined },
    forwards: [...p.forwards, ...led].sort(byRow),
  });
  return [put(next, email, { ...NOBODY, suppressed: mover.suppressed })];
}

function confirmedBy(people: People, to: string, request: Request | undefined): readonly People[] {
  const p = people[to]!;
  if (!request || request.done || p.suppressed) return [];
  if (request.from) return moved(people, to, request);
  if (p.status === 'active')
    return [
      put(people, to, { newsletters: union(p.newsletters, request.newsletters), ...doneIn(p, request) }),
    ];
  if (!p.asked) return [];
  const { newsletters, form } = request;
  const change = { status: 'active', newsletters, form, asked: undefined, leftAt: undefined } as const;
  return [put(people, to, { ...change, ...doneIn(p, request) })];
}

/** `nth`: by the newest mail, or by one before it. */
export const confirming = fc.record({ email, nth: fc.nat(2) }).map(
  ({ email, nth }): Deed => ({
    name: `${email} confirms mail ${nth} from the end`,
    steps: (people) => confirmedBy(people, email, people[email]!.requests.at(-1 - nth)),
    work: async (ports, { desk }) => {
      const sent = desk.notices.length;
      const before = await desk.find(email);
      const request = before?.requests?.at(-1 - nth);
      if (!before || !request) return;
      const link = { subject: before.id, about: '', epoch: before.epoch, ref: request.ref };
      const token = signLink(SUBSCRIPTION_SECRETS, { purpose: 'confirm', ...link, expires: desk.now + HOUR });
      const { state } = await confirm(ports, token);
      if (state !== 'done' || request.from || request.done || before.status === 'active') return;
      // Confirmed and answered: the welcome is on its way.
      expect((await desk.find(email))?.asked).toBeUndefined();
      expect(desk.notices.slice(sent).map(({ kind }) => kind)).toContain('welcome');
    },
  }),
);

export const moving = fc.record({ email, to: email }).map(({ email, to }): Deed => {
  const wanted = (people: People): Request => {
    const { newsletters, form, epoch } = people[email]!;
    return { newsletters, form, from: { email, epoch }, done: false };
  };
  return {
    name: `${email} moves to ${to}`,
    steps: (people) => {
      if (email === to || people[email]!.status !== 'active') return [];
      const asked = ask(people, to, wanted(people));
      const then = asked.at(-1) ?? people;
      const request = waits(then[to]!, wanted(people));
      return [...asked, ...(request && !then[to]!.suppressed ? moved(then, to, request) : [])];
    },
    work: async (ports, { desk }) => {
      const limit = limitKey(SUBSCRIPTION_SECRETS, 'move', idOf(email));
      await desk.ports.limits.giveBack(limit, DAY, desk.now);
      const from = await desk.find(email);
      await requestNewAddress(ports, desk.token('manage', email, '', desk.now + HOUR), to);
      const there = await desk.find(to);
      const request = there?.requests?.findLast(
        (one) => !one.done && one.from?.id === from?.id && one.from?.epoch === from?.epoch,
      );
      if (email === to || !there || !request || from?.status !== 'active') return;
      const link = { subject: there.id, about: idOf(email), epoch: there.epoch, ref: request.ref };
      await confirm(
        ports,
        signLink(SUBSCRIPTION_SECRETS, { purpose: 'confirm', ...link, expires: desk.now + HOUR }),
      );
    },
  };
});
