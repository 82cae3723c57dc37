/** What readers do, each with what the store is after each of its writes. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { confirm } from '../../functions/flows/confirm.ts';
import { savePreferences } from '../../functions/flows/preferences.ts';
import { subscribe } from '../../functions/flows/subscribe.ts';
import { undoLeaving, unsubscribe } from '../../functions/flows/unsubscribe.ts';
import { ask, chosen, type Deed, email, leave, NEWSLETTERS, newsletter, put } from './readers-world.ts';

export const signUp = fc.record({ email, chosen, client: fc.nat(255) }).map(
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

export const confirming = email.map(
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
      const at = (await desk.find(email))?.changedAt ?? 0;
      if (left.undo) undo.set(email, { token: left.undo, about: newsletter, at });
    },
  }),
);

export const undoing = email.map(
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
