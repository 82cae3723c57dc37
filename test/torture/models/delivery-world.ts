/** A delivery fixture whose mailer remembers, and beside it a plain memory of who was to get what: what the delivery model checks. */
import type { Mailer, Message, Outcome } from '../../../functions/domain/delivery/mailer.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { HOUR, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { eraseId } from '../../../functions/flows/subscribers/erase.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { aRunSubscriber, openDelivery, subscriberEmail } from '../../support/hosts/delivery-fixture.ts';
import { digest, edition, entry, newsletter } from '../../support/hosts/watched-tick.ts';

export type Mood =
  | 'well'
  | 'dawdles'
  | 'throttles'
  | 'loses answers'
  | 'loses mail'
  | 'defers'
  | 'refuses'
  | 'is closed';
export type Carrier = { policy: 'resend' | 'skip'; proves: boolean };
export type Copy = { run: string; batch: string; position: number; attempt: number; to: string };

/** What the model knows of a reader; `maybe`: a fault may have barred them. */
type Known = { is: 'reader' | 'gone' | 'maybe'; pausedUntil: number };
/** Of a run: who was a reader at its cut-off, and who was not one for a moment since. */
type Promised = { audience: ReadonlySet<string>; wavered: Set<string> };

/** Done once, when so many more have been handed over; it returns what is meant by it, a run or a reader. */
type Meanwhile = { after: number; work: (run: string) => Promise<string> };

/** Chunks under way when it is done go all the same: ten messages, two workers, two processes. */
const UNDER_WAY = 40;

export type World = ReturnType<typeof openWorld>;

export function openWorld({ policy, proves }: Carrier) {
  const copies: Copy[] = [];
  const readers = new Map<string, Known>();
  const promised = new Map<string, Promised>();
  const broken: string[] = [];
  /** Ids. */
  const erased = new Set<string>();
  const mood = { is: 'well' as Mood, sent: 0, meanwhile: undefined as Meanwhile | undefined };
  const leeway = new Map<string, number>();
  const late = (what: string) => mood.sent > (leeway.get(what) ?? 0);

  const isReader = (email: string): boolean | undefined => {
    const known = readers.get(email);
    if (known?.is === 'maybe') return undefined;
    return known?.is === 'reader' && known.pausedUntil <= room.store.now;
  };
  const waver = (email: string) => {
    for (const { wavered } of promised.values()) wavered.add(email);
  };

  async function carry({ to, tags }: Message): Promise<Outcome> {
    const run = (await room.ports.ledger.run(tags.run))!;
    if (run.state === 'cancelled' && late(run.id)) broken.push(`${to} is sent ${run.id}, which is cancelled`);
    if (isReader(to) === false && late(to)) broken.push(`${to} is sent ${run.id}, and is no reader`);
    const outcome = answer(mood.is, ++mood.sent, proves);
    // Longer than a lease: somebody else may have taken the batch when it is done.
    if (mood.is === 'dawdles' && mood.sent % 7 === 3) await room.ports.sleep(40 * SECOND);
    if (outcome.kind === 'accepted' || (outcome.kind === 'unknown' && mood.is === 'loses answers')) {
      const { batch, pos, try: attempt } = tags;
      copies.push({ run: tags.run, batch, position: Number(pos), attempt: Number(attempt), to });
    }
    await interrupt(tags.run);
    if (outcome.kind === 'rejected') {
      readers.get(to)!.is = 'maybe';
      waver(to);
    }
    return outcome;
  }

  async function interrupt(run: string): Promise<void> {
    const { meanwhile } = mood;
    if (!meanwhile || --meanwhile.after > 0) return;
    mood.meanwhile = undefined;
    const meant = await meanwhile.work(run).catch(() => undefined);
    if (meant !== undefined) leeway.set(meant, mood.sent + UNDER_WAY);
  }

  const evidence = {
    conclusive: false,
    find: async (run: string, batch: string) =>
      copies
        .filter((copy) => copy.run === run && copy.batch === batch)
        .map(({ position, attempt }) => ({ position, attempt: attempt as 1 | 2 })),
  };
  const mailer: Mailer = {
    name: 'ses',
    concurrency: 20,
    send: carry,
    quota: async () => ({ perSecond: 500, perDay: undefined, sentLastDay: 0, sandbox: false }),
    ...(proves ? { evidence } : {}),
    close: async () => {},
  };
  const publication = aPublication({ newsletters: [newsletter('brief', { minGap: MINUTE }), digest()] });
  const room = openDelivery({ mailer, settings: { unknowns: policy }, store: { publication } });
  room.store.entries = [entry('harbour', room.store.now - HOUR)];

  return {
    ...{ room, copies, readers, erased, promised, broken, mood, isReader, waver },
    /** What the ledger made since the last look is promised to whoever is a reader now. */
    async promise(): Promise<void> {
      for (const { id } of await room.ports.ledger.runs({ limit: 1000 })) {
        if (promised.has(id)) continue;
        const audience = new Set([...readers.keys()].filter((email) => isReader(email)));
        promised.set(id, { audience, wavered: new Set() });
      }
    },
    async join(count: number): Promise<void> {
      const emails = Array.from({ length: count }, (_, n) => subscriberEmail(readers.size + n));
      const { now } = room.store;
      const consent = { at: now, source: 'form', form: '', confirmedAt: now };
      await room.ports.subscribers.insertMany(emails.map((email) => aRunSubscriber(email, { consent })));
      for (const email of emails) readers.set(email, { is: 'reader', pausedUntil: 0 });
    },
    async change(n: number, change: (s: Subscriber) => Subscriber, known: Partial<Known>): Promise<void> {
      const email = subscriberEmail(n % Math.max(1, readers.size));
      const found = await room.ports.subscribers.get(aRunSubscriber(email).id);
      if (!found) return;
      await room.ports.subscribers.put(change(found));
      Object.assign(readers.get(email)!, known);
      waver(email);
    },
    async erase(n: number, ports: DeliveryPorts): Promise<void> {
      const email = subscriberEmail(n % Math.max(1, readers.size));
      Object.assign(readers.get(email)!, { is: 'gone' });
      waver(email);
      erased.add(aRunSubscriber(email).id);
      await eraseId(ports, aRunSubscriber(email).id);
    },
    addEdition(): void {
      const id = `edition-${room.store.editions.length}`;
      room.store.editions.push(edition({ id, sendAt: room.store.now + MINUTE }));
    },
    async anyRun(n: number): Promise<Run | undefined> {
      const runs = await room.ports.ledger.runs({ limit: 1000 });
      return runs[n % Math.max(1, runs.length)];
    },
  };
}

/** Every seventh message, or every one. */
function answer(mood: Mood, nth: number, proves: boolean): Outcome {
  const reason = mood;
  if (mood === 'loses answers' || mood === 'loses mail') return { kind: 'unknown', reason };
  if (mood === 'is closed') return { kind: 'paused', reason };
  if (nth % 7 !== 3) return { kind: 'accepted', id: String(nth) };
  if (mood === 'throttles') return { kind: 'throttled', reason };
  if (mood === 'defers') return { kind: 'deferred', reason };
  if (mood === 'refuses') return { kind: 'rejected', reason, address: nth % 2 === 0 || proves };
  return { kind: 'accepted', id: String(nth) };
}
