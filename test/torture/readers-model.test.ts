import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR } from '../../functions/domain/instant.ts';
import type { SubscriberStatus } from '../../functions/domain/subscriber.ts';
import { addSubscriber } from '../../functions/flows/add-subscriber.ts';
import { barSubscriber } from '../../functions/flows/bar-subscriber.ts';
import { confirm } from '../../functions/flows/confirm.ts';
import { askNewAddress, eraseOwn } from '../../functions/flows/manage.ts';
import { liftSuppression, suppressAddress } from '../../functions/flows/operate-subscribers.ts';
import { savePreferences } from '../../functions/flows/preferences.ts';
import { subscribe } from '../../functions/flows/subscribe.ts';
import type { SubscriberPorts } from '../../functions/flows/subscriber-ports.ts';
import { undoLeaving, unsubscribe } from '../../functions/flows/unsubscribe.ts';
import { rounds } from '../support/rounds.ts';
import { aDesk, type Desk, hashOf, idOf } from '../support/subscriptions.ts';
import { arbitraryFault, type Fault, faultText, withFault } from './faulty-ports.ts';

const ADDRESSES = ['ada@reader.example', 'bob@reader.example', 'cay@reader.example'] as const;
const NEWSLETTERS = ['brief', 'daily'] as const;

/** A reader as plainly as can be; `leftAt`: an undo is for one departure alone. */
type Person = {
  status: SubscriberStatus | 'none';
  newsletters: readonly string[];
  asked: readonly string[] | undefined;
  suppressed: boolean;
  leftAt: number | undefined;
};
type People = Readonly<Record<string, Person>>;
const NOBODY: Person = {
  status: 'none',
  newsletters: [],
  asked: undefined,
  suppressed: false,
  leftAt: undefined,
};

type World = {
  desk: Desk;
  people: People;
  undo: Map<string, { token: string; about: string; at: number }>;
  /** So far: an answer that was lost may have been of a mail that was queued. */
  faults: number;
};

/** The store, told in the words of the model. */
async function look({ ports, find }: Desk): Promise<People> {
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
type Deed = {
  name: string;
  /** What the store is after each of its writes; none: nothing changes. */
  steps: Steps;
  work(ports: SubscriberPorts, world: World): Promise<unknown>;
};

const put = (people: People, email: string, change: Partial<Person>): People => ({
  ...people,
  [email]: { ...people[email]!, ...change },
});
const leave = (p: Person, now: number): Partial<Person> =>
  p.status === 'active' || p.status === 'pending'
    ? { status: 'unsubscribed', asked: undefined, leftAt: now }
    : {};

type Command = fc.AsyncCommand<object, World>;
const command = (deed: Deed, fault: Fault | undefined, again: boolean): Command => ({
  check: () => true,
  toString: () => `${deed.name}${faultText(fault)}${again ? ', and again' : ''}`,
  async run(_, world) {
    const failed = await attempt(world, deed, fault);
    if (failed && again) await attempt(world, deed, undefined);
  },
});

/** Without a fault the store is what the model says; with one, what it says after some of the writes. */
async function attempt(world: World, deed: Deed, fault: Fault | undefined): Promise<boolean> {
  const { desk, people } = world;
  const now = ++desk.now;
  const process = withFault(
    desk.ports,
    ['subscribers', 'suppressions', 'counts', 'limits', 'notify', 'publication'],
    fault,
  );
  const before = desk.notices.length;
  await deed.work(process.ports, world).catch((error: unknown) => {
    // Nothing to take back, or one limit for all: nothing is changed by that.
    if (!process.failed() && !['gone', 'too-many'].includes((error as { code: string }).code)) throw error;
  });
  const states = [people, ...deed.steps(people, now, world.undo)];
  const actual = await look(desk);
  expect(process.failed() ? states : [states.at(-1)]).toContainEqual(actual);
  world.people = actual;
  if (process.failed()) world.faults++;
  for (const notice of desk.notices.slice(before)) expectBearable(world, notice.subscriber);
  return process.failed();
}

/** No mail to whom nobody may write, and of confirmations no more than three a day. */
function expectBearable({ desk, people, faults }: World, id: string): void {
  const to = ADDRESSES.find((email) => idOf(email) === id)!;
  expect([to, people[to]]).toMatchObject([to, { suppressed: false }]);
  expect(['bounced', 'complained']).not.toContain(people[to]!.status);
  const asked = desk.notices.filter(({ kind, subscriber }) => kind === 'confirm' && subscriber === id);
  expect(asked.length).toBeLessThanOrEqual(3 + faults);
}

const email = fc.constantFrom(...ADDRESSES);
const chosen = fc.subarray([...NEWSLETTERS], { minLength: 1 });
const newsletter = fc.constantFrom('', ...NEWSLETTERS);

const ask = (people: People, to: string, asked: readonly string[]): readonly People[] => {
  const p = people[to]!;
  if (p.suppressed) return [];
  if (p.status === 'none') return [put(people, to, { status: 'pending', asked })];
  return p.status === 'pending' || p.status === 'unsubscribed' ? [put(people, to, { asked })] : [];
};

const signUp = fc.record({ email, chosen, client: fc.nat(255) }).map(
  ({ email, chosen, client }): Deed => ({
    name: `${email} signs up for ${chosen}`,
    steps: (people) => ask(people, email, chosen.toSorted()),
    work: (ports) =>
      subscribe(ports, {
        ...{ email, newsletters: chosen, topics: [], client: `192.0.${client}.1` },
        ...{ source: 'form', form: 'words' },
      }),
  }),
);

const confirming = email.map(
  (email): Deed => ({
    name: `${email} confirms`,
    steps: (people) => {
      const { asked, suppressed } = people[email]!;
      if (!asked || suppressed) return [];
      const change = { status: 'active', newsletters: asked, asked: undefined, leftAt: undefined } as const;
      return [put(people, email, change)];
    },
    work: async (ports, { desk }) => {
      const sent = desk.notices.length;
      const awaited = (await desk.find(email))?.asked;
      const { state } = await confirm(ports, desk.token('confirm', email));
      if (state !== 'done' || !awaited) return;
      // Confirmed and answered: the welcome is on its way.
      expect((await desk.find(email))?.asked).toBeUndefined();
      expect(desk.notices.slice(sent).map(({ kind }) => kind)).toContain('welcome');
    },
  }),
);

const leaving = fc.record({ email, newsletter }).map(
  ({ email, newsletter }): Deed => ({
    name: `${email} leaves ${newsletter || 'all'}`,
    steps: (people, now) => {
      const p = people[email]!;
      const isHeld = p.status !== 'active' || newsletter === '' || p.newsletters.includes(newsletter);
      if (!isHeld || (p.status !== 'active' && p.status !== 'pending')) return [];
      const rest =
        p.status === 'active' && newsletter !== '' ? p.newsletters.filter((id) => id !== newsletter) : [];
      return [put(people, email, rest.length > 0 ? { newsletters: rest } : leave(p, now))];
    },
    work: async (ports, { desk, undo }) => {
      const leave = { scope: 'one', how: 'page' } as const;
      const left = await unsubscribe(ports, desk.token('unsubscribe', email, newsletter), leave);
      const at = (await desk.find(email))?.changedAt ?? 0;
      if (left.undo) undo.set(email, { token: left.undo, about: newsletter, at });
    },
  }),
);

const undoing = email.map(
  (email): Deed => ({
    name: `${email} takes it back`,
    steps: (people, _, undo) => {
      const [p, link] = [people[email]!, undo.get(email)];
      if (!link || p.suppressed) return [];
      const { about, at } = link;
      if (p.status === 'active' && about !== '' && !p.newsletters.includes(about))
        return [put(people, email, { newsletters: [...p.newsletters, about].toSorted() })];
      if (p.status !== 'unsubscribed' || p.leftAt !== at || p.newsletters.length === 0) return [];
      const newsletters = about === '' ? p.newsletters : [about];
      return [put(people, email, { status: 'active', newsletters, asked: undefined, leftAt: undefined })];
    },
    work: async (ports, { undo }) => {
      const link = undo.get(email);
      if (link) await undoLeaving(ports, link.token);
    },
  }),
);

const choosing = fc.record({ email, chosen: fc.subarray([...NEWSLETTERS]) }).map(
  ({ email, chosen }): Deed => ({
    name: `${email} chooses ${chosen}`,
    steps: (people) =>
      people[email]!.status === 'active' && chosen.length > 0
        ? [put(people, email, { newsletters: chosen.toSorted() })]
        : [],
    work: (ports, { desk }) =>
      savePreferences(ports, desk.token('preferences', email), { newsletters: chosen, topics: [] }),
  }),
);

const erasing = fc.record({ email, never: fc.boolean() }).map(
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

const barring = fc.record({ email, status: fc.constantFrom('bounced' as const, 'complained' as const) }).map(
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

const suppressing = email.map(
  (email): Deed => ({
    name: `${email} is suppressed`,
    steps: (people, now) => {
      const suppressed = put(people, email, { suppressed: true });
      return [suppressed, put(suppressed, email, leave(people[email]!, now))];
    },
    work: (ports) => suppressAddress(ports, email),
  }),
);

const lifting = email.map(
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

const adding = fc.record({ email, chosen }).map(
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

const moving = fc.record({ email, to: email }).map(
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

const deeds = [signUp, signUp, confirming, confirming, leaving, leaving, undoing, choosing, erasing, barring];
const operators = [suppressing, lifting, adding, moving];
const commands = [...deeds, ...operators].map((deed) =>
  fc
    .record({ deed, fault: arbitraryFault(12), again: fc.boolean() })
    .map(({ deed, fault, again }) => command(deed, fault, again)),
);

it('whatever readers and operators do, and whatever fails at whatever call, everybody is who the model says', async () => {
  const size = { maxCommands: 40, size: '+1' } as const;
  const property = fc.asyncProperty(fc.commands(commands, size), async (all) => {
    const desk = aDesk();
    try {
      const world: World = { desk, people: await look(desk), undo: new Map(), faults: 0 };
      await fc.asyncModelRun(() => ({ model: {}, real: world }), all);
    } finally {
      desk.close();
    }
  });
  await fc.assert(property, rounds(60, 800));
}, 600_000);

it('where nothing fails, the daily counts add up to those who read each newsletter', async () => {
  const counted = [signUp, confirming, leaving, undoing, choosing, adding].map((deed) =>
    deed.map((one) => command(one, undefined, false)),
  );
  const property = fc.asyncProperty(fc.commands(counted, { maxCommands: 40, size: '+1' }), async (all) => {
    const desk = aDesk();
    try {
      const world: World = { desk, people: await look(desk), undo: new Map(), faults: 0 };
      await fc.asyncModelRun(() => ({ model: {}, real: world }), all);
      const rows = await desk.ports.counts.read({ from: '2000-01-01', to: '2100-01-01' });
      for (const newsletter of NEWSLETTERS) {
        const sum = (event: string) =>
          rows
            .filter((row) => row.event === event && row.newsletter === newsletter)
            .reduce((total, { count }) => total + count, 0);
        const readers = Object.values(world.people).filter(
          (p) => p.status === 'active' && p.newsletters.includes(newsletter),
        );
        expect([newsletter, sum('confirmed') - sum('left')]).toEqual([newsletter, readers.length]);
      }
    } finally {
      desk.close();
    }
  });
  await fc.assert(property, rounds(40, 400));
}, 600_000);
