/** Three addresses and two newsletters, as plainly as can be: what the store must say after each deed, told in the model's words. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Subscriber, SubscriberStatus } from '../../../functions/domain/subscribers/subscriber.ts';
import type { SubscriberPorts } from '../../../functions/flows/subscribers/subscriber-ports.ts';
import { hashOf, idOf, type SubscriptionsFixture } from '../../support/builders/subscriptions.ts';

export const ADDRESSES = ['ada@reader.example', 'bob@reader.example', 'cay@reader.example'] as const;
export const NEWSLETTERS = ['brief', 'daily'] as const;

/** One row that an address had: it is another after an erasure, or a move. */
export type Row = { email: string; epoch: string };
export type Request = {
  newsletters: readonly string[];
  form: string;
  /** Whose move it is. */
  from: Row | undefined;
  done: boolean;
};
/** An earlier row whose links lead here. */
export type Led = Row & { links: 'all' | 'unsubscribe' };

/** A reader as plainly as can be; `leftAt`: an undo is for one departure alone. */
export type Person = {
  status: SubscriberStatus | 'none';
  newsletters: readonly string[];
  asked: readonly string[] | undefined;
  requests: readonly Request[];
  forwards: readonly Led[];
  epoch: string;
  /** Of their consent. */
  form: string;
  suppressed: boolean;
  leftAt: number | undefined;
};
export type People = Readonly<Record<string, Person>>;
export const NOBODY: Person = {
  status: 'none',
  newsletters: [],
  asked: undefined,
  requests: [],
  forwards: [],
  epoch: '',
  form: '',
  suppressed: false,
  leftAt: undefined,
};
/** Drawn when a row is made. */
export const DRAWN = expect.any(String) as string;

export type World = {
  desk: SubscriptionsFixture;
  people: People;
  undo: Map<string, { token: string; about: string; at: number } & Row>;
  /** Links of letters that went out long ago. */
  letters: Map<string, { token: string } & Row>;
  /** So far: an answer that was lost may have been of a mail that was queued. */
  faults: number;
};

const emailOf = (id: string): string => ADDRESSES.find((email) => idOf(email) === id) ?? id;
const rowOf = ({ id, epoch }: { id: string; epoch: string }): Row => ({ email: emailOf(id), epoch });
export const byRow = (a: Row, b: Row): number => (`${a.email} ${a.epoch}` < `${b.email} ${b.epoch}` ? -1 : 1);

function personOf(s: Subscriber, suppressed: boolean): Person {
  const isAwaited = s.status === 'pending' || s.status === 'unsubscribed';
  return {
    status: s.status,
    newsletters: s.newsletters.toSorted(),
    asked: isAwaited ? s.asked?.newsletters.toSorted() : undefined,
    requests: (s.requests ?? []).map(({ newsletters, form, from, done }) => ({
      ...{ newsletters: newsletters.toSorted(), form, from: from && rowOf(from), done: done !== undefined },
    })),
    forwards: (s.forwards ?? []).map((one) => ({ ...rowOf(one), links: one.links })).sort(byRow),
    epoch: s.epoch ?? '',
    form: s.consent.form,
    suppressed,
    leftAt: s.status === 'unsubscribed' ? s.changedAt : undefined,
  };
}

/** The store, told in the words of the model. */
export async function look({ ports, find }: SubscriptionsFixture): Promise<People> {
  const barred = await ports.suppressions.find(ADDRESSES.map(hashOf));
  const told = ADDRESSES.map(async (email): Promise<[string, Person]> => {
    const suppressed = barred.has(hashOf(email));
    const s = await find(email);
    return [email, s ? personOf(s, suppressed) : { ...NOBODY, suppressed }];
  });
  return Object.fromEntries(await Promise.all(told));
}

type Steps = (people: People, now: number, world: Pick<World, 'undo' | 'letters'>) => readonly People[];
export type Deed = {
  name: string;
  /** What the store is after each of its writes; none: nothing changes. */
  steps: Steps;
  work(ports: SubscriberPorts, world: World): Promise<unknown>;
};

export const put = (people: People, email: string, change: Partial<Person>): People => ({
  ...people,
  [email]: { ...people[email]!, ...change },
});
export const leave = (p: Person, now: number): Partial<Person> =>
  p.status === 'active' || p.status === 'pending'
    ? { status: 'unsubscribed', asked: undefined, requests: [], leftAt: now }
    : {};

export const email = fc.constantFrom(...ADDRESSES);
export const chosen = fc.subarray([...NEWSLETTERS], { minLength: 1 });
export const newsletter = fc.constantFrom('', ...NEWSLETTERS);

/** Whom a link of that row leads to by now, and how far it goes there. */
export function follow(people: People, row: Row): { email: string; links: Led['links'] } | undefined {
  if (people[row.email]?.epoch === row.epoch && people[row.email]?.status !== 'none')
    return { email: row.email, links: 'all' };
  for (const [email, { forwards }] of Object.entries(people)) {
    const led = forwards.find((one) => one.email === row.email && one.epoch === row.epoch);
    if (led) return { email, links: led.links };
  }
  return undefined;
}

const isSame = (a: Request, b: Request): boolean =>
  JSON.stringify([a.newsletters, a.form, a.from]) === JSON.stringify([b.newsletters, b.form, b.from]);
export const waits = (p: Person, request: Request): Request | undefined =>
  p.requests.findLast((one) => !one.done && isSame(one, request));
const KEPT = 8;

export const ask = (people: People, to: string, request: Request): readonly People[] => {
  const p = people[to]!;
  const asked = request.newsletters;
  if (p.suppressed) return [];
  const requests = waits(p, request) ? p.requests : [...p.requests, request].slice(-KEPT);
  if (p.status === 'none')
    return [put(people, to, { status: 'pending', asked, requests, epoch: DRAWN, form: request.form })];
  if (p.status === 'unsubscribed') return [put(people, to, { asked, requests })];
  if (p.status === 'pending') return [put(people, to, { asked, requests, form: request.form })];
  return p.status === 'active' && request.from ? [put(people, to, { requests })] : [];
};

export const doneIn = (p: Person, request: Request): Pick<Person, 'requests'> => ({
  requests: p.requests.map((one) => (one === request ? { ...one, done: true } : one)),
});
