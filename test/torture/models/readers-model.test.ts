import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rounds } from '../../support/builders/rounds.ts';
import { idOf, openSubscriptions } from '../../support/builders/subscriptions.ts';
import { confirming, moving } from './confirming-deeds.ts';
import { arbitraryFault, type Fault, faultText, withFault } from './faulty-ports.ts';
import { adding, barring, erasing, lifting, suppressing } from './operators-deeds.ts';
import { choosing, leaving, leavingLate, receiving, signUp, undoing } from './readers-deeds.ts';
import { ADDRESSES, type Deed, look, NEWSLETTERS, type World } from './readers-world.ts';

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
  const states = [people, ...deed.steps(people, now, world)];
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

const deeds = [signUp, signUp, confirming, confirming, leaving, leaving, undoing, choosing, erasing, barring];
const movers = [moving, moving, receiving, leavingLate];
const operators = [suppressing, lifting, adding];
const commands = [...deeds, ...movers, ...operators].map((deed) =>
  fc
    .record({ deed, fault: arbitraryFault(12), again: fc.boolean() })
    .map(({ deed, fault, again }) => command(deed, fault, again)),
);

it('whatever readers and operators do, and whatever fails at whatever call, everybody is who the model says', async () => {
  const size = { maxCommands: 40, size: '+1' } as const;
  const property = fc.asyncProperty(fc.commands(commands, size), async (all) => {
    const desk = openSubscriptions();
    try {
      const world: World = { desk, people: await look(desk), undo: new Map(), letters: new Map(), faults: 0 };
      await fc.asyncModelRun(() => ({ model: {}, real: world }), all);
    } finally {
      desk.close();
    }
  });
  await fc.assert(property, rounds(60, 800));
}, 1_800_000);

it('where nothing fails, the daily counts add up to those who read each newsletter', async () => {
  const counted = [signUp, confirming, leaving, undoing, choosing, adding].map((deed) =>
    deed.map((one) => command(one, undefined, false)),
  );
  const property = fc.asyncProperty(fc.commands(counted, { maxCommands: 40, size: '+1' }), async (all) => {
    const desk = openSubscriptions();
    try {
      const world: World = { desk, people: await look(desk), undo: new Map(), letters: new Map(), faults: 0 };
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
}, 1_800_000);
