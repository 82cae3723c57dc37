import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { LONG } from '../support/builders/rounds.ts';
import type { Fault } from '../support/fakes/fake-ses.ts';
import type { SmtpFault } from '../support/fakes/fake-smtp.ts';
import { type Carrier, openCarrier } from './processes/carriers.ts';
import { openPaper, type Paper, RUN } from './processes/paper.ts';
import { type Place, startCommand } from './processes/process.ts';
import { chance } from './processes/seed.ts';
import { isOver, placeFor, type Standing, serve, standingOf, until } from './processes/server.ts';
import { age, fatesOf, faultsOf } from './processes/verdict.ts';

// The server as people run it, and a carrier with moods; nobody touches either but as the test says.
const READERS = LONG ? 100 : 60;

let paper: Paper;
beforeAll(async () => {
  paper = await openPaper(READERS);
});
afterAll(() => paper.close());

type Mood = { ses?: Fault; smtp?: SmtpFault };

/** `mood`: asked for each message in turn, from 0, until `isBetter` is called. */
async function moody(name: 'smtp' | 'ses', mood: (nth: number, to: string) => Mood | undefined) {
  let asked = 0;
  let over = false;
  // SMTP asks with nobody, too: for the connection, and the sender.
  const ask = (to: string) => (over || to === '' ? undefined : mood(asked++, to));
  const carrier = await openCarrier(name, { smtp: (to) => ask(to)?.smtp, ses: (to) => ask(to)?.ses });
  onTestFinished(() => carrier.close());
  const place = placeFor(paper, carrier);
  const isBetter = () => {
    over = true;
  };
  return { carrier, place, isBetter };
}

/** Starts the server, waits, stops it as Ctrl-C does. */
async function serveUntil(place: Place, isSo: (standing: Standing) => boolean): Promise<Standing> {
  const server = serve(place);
  const took = await until(place, server, isSo, 5 * MINUTE);
  server.signal('SIGINT');
  await server.ended;
  expect(took, `${JSON.stringify(standingOf(place))} ${server.output()}`).toBeDefined();
  return standingOf(place);
}

const isPaused = ({ state }: Standing): boolean => state === 'paused';
const settled = async (place: Place, carrier: Carrier) =>
  expect(await faultsOf(place.dataDir, carrier.copies(place.dataDir), 'honestly')).toEqual([]);

const EARLY = (nth: number): boolean => nth > 4 && nth < 9;
const LATE = (nth: number): boolean => nth > 20;
/** How a run goes on: by itself at once; after ten minutes by itself; when somebody says `resume`. */
type Then = 'at once' | 'in ten minutes' | 'by a word';
type Case = [name: 'smtp' | 'ses', what: string, then: Then, when: (nth: number) => boolean, mood: Mood];

const SMTP = (at: 'rcpt' | 'data', code: number, text: string): Mood => ({ smtp: { at, code, text } });

/** In the short form, too. */
const FEW: Case[] = [
  ['ses', 'throttles', 'at once', EARLY, { ses: 'rate' }],
  ['ses', 'answers 500 to everybody', 'in ten minutes', LATE, { ses: 'server-error' }],
];
const MANY: Case[] = [
  ['ses', 'has no more quota today', 'in ten minutes', LATE, { ses: 'daily' }],
  ['ses', 'closes every connection', 'in ten minutes', LATE, { ses: 'drop' }],
  ['ses', 'hangs', 'in ten minutes', LATE, { ses: 'hang' }],
  ['ses', 'pauses the account', 'by a word', LATE, { ses: 'account-paused' }],
  ['ses', 'pauses the configuration set', 'by a word', LATE, { ses: 'set-paused' }],
  ['ses', 'takes the rights away', 'by a word', LATE, { ses: 'denied' }],
  ['ses', 'no longer knows the sender', 'by a word', LATE, { ses: 'unverified' }],
  ['smtp', 'throttles', 'at once', EARLY, SMTP('rcpt', 421, '4.7.0 Too many messages, slow down')],
  ['smtp', 'has no room for a moment', 'at once', EARLY, SMTP('data', 452, '4.3.1 Insufficient storage')],
  ['smtp', 'closes before it has the letter', 'at once', EARLY, { smtp: { at: 'drop' } }],
  ['smtp', 'takes everything and closes', 'in ten minutes', LATE, { smtp: { at: 'drop-after' } }],
  ['smtp', 'takes everything and hangs', 'in ten minutes', LATE, { smtp: { at: 'hang' } }],
  ['smtp', 'will not relay any more', 'by a word', LATE, SMTP('rcpt', 554, '5.7.1 Relay access denied')],
];
/** For each of two workers the chunk in which the answers stopped, and the one after it, which had none. */
const HANDED = 40;

describe('a carrier', () => {
  it.each(LONG ? [...FEW, ...MANY] : FEW)(
    '(%s) that %s: the run goes on %s',
    async (name, _, then, when, mood) => {
      const { place, carrier, isBetter } = await moody(name, (nth) => (when(nth) ? mood : undefined));
      if (then !== 'at once') {
        await serveUntil(place, isPaused);
        isBetter();
        age(place.dataDir, 20 * MINUTE);
      }
      if (then === 'by a word') expect(await startCommand(place, 'resume', 'monday', '--yes').ended).toBe(0);
      await serveUntil(place, isOver);
      await settled(place, carrier);
      const { unknown, accepted } = await fatesOf(place.dataDir, RUN);
      expect(unknown).toBeLessThanOrEqual(HANDED);
      expect(accepted + unknown).toBe(READERS);
    },
  );
});

describe.each(['smtp', 'ses'] as const)('a carrier (%s) that takes letters and drops the line', (name) => {
  const { number } = chance(`moody-mailers ${name}`);

  it('makes those unknown; nobody gets a second one, until somebody says so', async () => {
    const dropped = new Set<string>();
    const { place, carrier, isBetter } = await moody(name, (_, to) => {
      if (!to.startsWith('reader-') || number() > 0.1) return undefined;
      dropped.add(to);
      return { ses: 'accept-then-drop', smtp: { at: 'drop-after' } };
    });
    await serveUntil(place, isOver);
    await settled(place, carrier);
    const { unknown } = await fatesOf(place.dataDir, RUN);
    expect(unknown).toBeGreaterThanOrEqual(dropped.size);
    const got = () => Map.groupBy(carrier.copies(place.dataDir), ({ to }) => to);
    expect([...got().values()].filter((copies) => copies.length > 1)).toEqual([]);
    isBetter();
    const sent = startCommand(place, 'send', 'monday', '--again', 'unknown', '--yes');
    expect(await sent.ended, sent.output()).toBe(0);
    expect([...dropped].filter((to) => got().get(to)?.length !== 2)).toEqual([]);
  });
});
