/** Three addresses and two newsletters, as plainly as can be: what the store must say after each deed, told in the model's words. */
import fc from 'fast-check';
import type { SubscriberStatus } from '../../functions/domain/subscriber.ts';
import type { SubscriberPorts } from '../../functions/flows/subscriber-ports.ts';
import { type Desk, hashOf } from '../support/subscriptions.ts';

export const ADDRESSES = ['ada@reader.example', 'bob@reader.example', 'cay@reader.example'] as const;
export const NEWSLETTERS = ['brief', 'daily'] as const;

/** A reader as plainly as can be; `leftAt`: an undo is for one departure alone. */
export type Person = {
  status: SubscriberStatus | 'none';
  newsletters: readonly string[];
  asked: readonly string[] | undefined;
  suppressed: boolean;
  leftAt: number | undefined;
};
export type People = Readonly<Record<string, Person>>;
export const NOBODY: Person = {
  status: 'none',
  newsletters: [],
  asked: undefined,
  suppressed: false,
  leftAt: undefined,
};

export type World = {
  desk: Desk;
  people: People;
  undo: Map<string, { token: string; about: string; at: number }>;
  /** So far: an answer that was lost may have been of a mail that was queued. */
  faults: number;
};

/** The store, told in the words of the model. */
export async function look({ ports, find }: Desk): Promise<People> {
  const barred = await ports.suppressions.among(ADDRESSES.map(hashOf));
  const told = ADDRESSES.map(async (email): Promise<[string, Person]> => {
    const suppressed = barred.has(hashOf(email));
    const s = await find(email);
    if (!s) return [email, { ...NOBODY, suppressed }];
    const isAwaited = s.status === 'pending' || s.status === 'unsubscribed';
    return [
      email,
      {
        status: s.status,
        newsletters: s.newsletters.toSorted(),
        asked: isAwaited ? s.asked?.newsletters.toSorted() : undefined,
        suppressed,
        leftAt: s.status === 'unsubscribed' ? s.changedAt : undefined,
      },
    ];
  });
  return Object.fromEntries(await Promise.all(told));
}

type Steps = (people: People, now: number, undo: World['undo']) => readonly People[];
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
    ? { status: 'unsubscribed', asked: undefined, leftAt: now }
    : {};

export const email = fc.constantFrom(...ADDRESSES);
export const chosen = fc.subarray([...NEWSLETTERS], { minLength: 1 });
export const newsletter = fc.constantFrom('', ...NEWSLETTERS);

export const ask = (people: People, to: string, asked: readonly string[]): readonly People[] => {
  const p = people[to]!;
  if (p.suppressed) return [];
  if (p.status === 'none') return [put(people, to, { status: 'pending', asked })];
  return p.status === 'pending' || p.status === 'unsubscribed' ? [put(people, to, { asked })] : [];
};
