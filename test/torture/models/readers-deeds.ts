/** What readers do, each with what the store is after each of its writes. */
import fc from 'fast-check';
import { savePreferences } from '../../../functions/flows/subscribers/preferences.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { undoUnsubscribe, unsubscribe } from '../../../functions/flows/subscribers/unsubscribe.ts';
import {
  ask,
  chosen,
  type Deed,
  email,
  follow,
  leave,
  NEWSLETTERS,
  newsletter,
  put,
} from './readers-world.ts';

export const signUp = fc.record({ email, chosen, client: fc.nat(255) }).map(
  ({ email, chosen, client }): Deed => ({
    name: `${email} signs up for ${chosen}`,
    steps: (people) =>
      ask(people, email, { newsletters: chosen.toSorted(), form: 'words', from: undefined, done: false }),
    work: (ports) =>
      subscribe(ports, {
        ...{ email, newsletters: chosen, topics: [], client: `192.0.${client}.1` },
        ...{ source: 'form', form: 'words' },
      }),
  }),
);

export const leaving = fc.record({ email, newsletter }).map(
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
      const { changedAt: at = 0, epoch = '' } = (await desk.find(email)) ?? {};
      if (left.undo) undo.set(email, { token: left.undo, about: newsletter, at, email, epoch });
    },
  }),
);

/** A letter stays in a mailbox, whatever becomes of its reader. */
export const receiving = email.map(
  (email): Deed => ({
    name: `${email} keeps a letter`,
    steps: () => [],
    work: async (_, { desk, letters }) => {
      const { epoch = '' } = (await desk.find(email)) ?? {};
      letters.set(email, { token: desk.token('unsubscribe', email), email, epoch });
    },
  }),
);

export const leavingLate = email.map(
  (email): Deed => ({
    name: `${email} leaves all by the letter that was kept`,
    steps: (people, now, { letters }) => {
      const letter = letters.get(email);
      const whose = letter && follow(people, letter);
      if (!whose) return [];
      const p = people[whose.email]!;
      return p.status === 'active' || p.status === 'pending' ? [put(people, whose.email, leave(p, now))] : [];
    },
    work: async (ports, { letters }) => {
      const letter = letters.get(email);
      if (letter) await unsubscribe(ports, letter.token, { scope: 'all', how: 'one-click' });
    },
  }),
);

export const undoing = email.map(
  (email): Deed => ({
    name: `${email} takes it back`,
    steps: (people, _, { undo }) => {
      const link = undo.get(email);
      const whose = link && follow(people, link);
      const p = whose && people[whose.email]!;
      if (!p || whose.links !== 'all' || p.suppressed) return [];
      const { about, at } = link;
      if (p.status === 'active' && about !== '' && !p.newsletters.includes(about))
        return [put(people, whose.email, { newsletters: [...p.newsletters, about].toSorted() })];
      if (p.status !== 'unsubscribed' || p.leftAt !== at || p.newsletters.length === 0) return [];
      const newsletters = about === '' ? p.newsletters : [about];
      return [
        put(people, whose.email, { status: 'active', newsletters, asked: undefined, leftAt: undefined }),
      ];
    },
    work: async (ports, { undo }) => {
      const link = undo.get(email);
      if (link) await undoUnsubscribe(ports, link.token);
    },
  }),
);

export const choosing = fc.record({ email, chosen: fc.subarray([...NEWSLETTERS]) }).map(
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
