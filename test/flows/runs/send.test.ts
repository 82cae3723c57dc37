import { afterEach, describe, expect, it } from 'vitest';
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { findRun, pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { previewRun } from '../../../functions/flows/runs/plan-preview.ts';
import { status } from '../../../functions/flows/runs/report.ts';
import { sendAgain, sendEdition, testSend } from '../../../functions/flows/runs/send.ts';
import { listOutcomes } from '../../../functions/flows/runs/who-got-it.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { anEntry } from '../../support/builders/small-publication.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import {
  aRunSubscriber,
  type DeliveryFixture,
  openDelivery,
  subscriberEmail,
} from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

const edition = (about: Partial<Edition> = {}): Edition => ({
  id: 'monday',
  aliases: ['old-monday'],
  newsletter: 'brief',
  subject: 'Monday’s brief',
  preheader: '',
  sendAt: undefined,
  items: [{ kind: 'article', article: 'harbour', as: 'brief', label: undefined }],
  intro: undefined,
  signoff: undefined,
  hash: 'h',
  ...about,
});
async function open(readers: number, about: Parameters<typeof openDelivery>[0] = {}) {
  const entries = [
    anEntry({ date: MORNING - DAY }),
    anEntry({ id: 'other', date: MORNING - DAY, title: 'Another story' }),
  ];
  room = openDelivery({ ...about, store: { now: MORNING, entries, editions: [edition()] } });
  await room.addSubscribers(readers);
}
async function work() {
  const delivery = createDelivery(room.ports);
  while ((await delivery.work()) === 'worked');
}
const fates = async (name: string) => {
  const found = [];
  for await (const { fate, pass, twice } of listOutcomes(room.ports, name))
    found.push(`${pass} ${fate}${twice ? ' twice' : ''}`);
  return found;
};
const outbox = async () => (await room.outbox.list({ limit: 99 })).messages;

describe('send', () => {
  it('sends an edition once, by its id or an old one', async () => {
    await open(3);
    expect((await sendEdition(room.ports, 'old-monday')).id).toBe('e_monday');
    await expect(sendEdition(room.ports, 'monday')).rejects.toMatchObject({ code: 'conflict' });
    await expect(sendEdition(room.ports, 'tuesday')).rejects.toMatchObject({ code: 'not-found' });
    await work();
    expect((await room.copies()).size).toBe(3);
    expect(await status(room.ports, { limit: 5 })).toMatchObject([
      { run: { state: 'done' }, standing: { accepted: 3 } },
    ]);
  });

  it('said twice at once makes one run', async () => {
    await open(3);
    const said = await Promise.allSettled([
      sendEdition(room.ports, 'monday'),
      sendEdition(room.ports, 'monday'),
    ]);
    expect(said.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    await work();
    expect([...(await room.copies()).values()]).toEqual([1, 1, 1]);
  });

  it('refuses what names an article that nobody can see', async () => {
    await open(1);
    room.store.entries = [];
    await expect(sendEdition(room.ports, 'monday')).rejects.toMatchObject({
      code: 'refused',
      remedy: expect.stringContaining('harbour'),
    });
    expect(await room.ports.ledger.runs({ limit: 1 })).toEqual([]);
  });

  it('refuses a newsletter that is retired', async () => {
    await open(1);
    const { publication } = room.store;
    const newsletters = publication.newsletters.map((one) => ({ ...one, retired: true }));
    room.store.publication = { ...publication, newsletters };
    await expect(sendEdition(room.ports, 'monday')).rejects.toMatchObject({ code: 'refused' });
  });

  it('within the gap is held until somebody means it', async () => {
    await open(2);
    room.store.editions.push(edition({ id: 'second' }));
    await sendEdition(room.ports, 'monday');
    expect((await sendEdition(room.ports, 'second')).state).toBe('held');
    await work();
    expect((await room.copies('e_second')).size).toBe(0);
    await resumeRun(room.ports, 'second', { current: false });
    await work();
    expect((await room.copies('e_second')).size).toBe(2);
  });
});

describe('resume', () => {
  it('--current gives all the rest today’s text, also that of a batch that had begun', async () => {
    await open(120);
    const accept = room.ports.mailer.send;
    let sent = 0;
    room.ports.mailer.send = (message) => {
      if (++sent === 60) void pauseRun(room.ports, 'monday', 'Wait.');
      return accept(message);
    };
    await sendEdition(room.ports, 'monday');
    await work();
    const first = (await findRun(room.ports, 'monday')).letter;
    room.store.entries[0] = anEntry({ date: MORNING - DAY, title: 'The harbour stays shut' });
    const resumed = await resumeRun(room.ports, 'monday', { current: true });
    expect(resumed.letter).not.toBe(first);
    await work();
    const { messages } = await room.outbox.list({ limit: 200 });
    const emls = await Promise.all(messages.map(async ({ id }) => Buffer.from((await room.outbox.eml(id))!)));
    // Soft line breaks of quoted-printable may stand anywhere.
    const texts = emls.map((eml) => eml.toString().replaceAll('=\r\n', ''));
    const old = texts.filter((text) => !text.includes('stays shut')).length;
    // A chunk of ten that was under way when it was paused; nobody after.
    expect(old).toBeGreaterThanOrEqual(60);
    expect(old).toBeLessThan(60 + 2 * 10);
    expect([...(await room.copies()).values()]).toEqual(Array(120).fill(1));
    for (const { id } of (await outbox()).slice(0, 3)) expect(await room.outbox.eml(id)).toBeDefined();
  });
});

describe('send --again', () => {
  it('reaches those who bounced, or are unknown, and nobody else', async () => {
    let answer: Parameters<typeof faultyMailer>[0] = ({ tags }) =>
      tags.pos === '1' ? { kind: 'unknown', reason: 'timeout' } : ok();
    const mailer = faultyMailer((message, n) => answer(message, n));
    await open(4, { mailer, settings: { unknowns: 'skip' } });
    await sendEdition(room.ports, 'monday');
    await work();
    expect(await fates('monday')).toEqual(['1 accepted', '1 unknown', '1 accepted', '1 accepted']);
    await room.ports.ledger.record({ run: 'e_monday', id: '1-0-' }, { bounced: [2] });
    answer = ok;
    await sendAgain(room.ports, 'monday', 'unknown');
    await expect(sendAgain(room.ports, 'monday', 'bounced')).rejects.toMatchObject({ code: 'refused' });
    await work();
    expect(await fates('monday')).toEqual([
      '1 accepted',
      '1 unknown',
      '1 bounced',
      '1 accepted',
      '2 accepted',
    ]);
    await sendAgain(room.ports, 'monday', 'unknown');
    await work();
    await sendAgain(room.ports, 'monday', 'bounced');
    await work();
    expect((await fates('monday')).slice(4)).toEqual(['2 accepted', '4 accepted']);
    expect((await findRun(room.ports, 'monday')).state).toBe('done');
  });

  it('reaches one address, but not one that left', async () => {
    await open(2);
    await sendEdition(room.ports, 'monday');
    await work();
    await sendAgain(room.ports, 'monday', { address: subscriberEmail(1).toUpperCase() });
    await work();
    expect(await room.copies()).toEqual(
      new Map([
        [subscriberEmail(0), 1],
        [subscriberEmail(1), 2],
      ]),
    );
    const left = (await room.ports.subscribers.get(aRunSubscriber(subscriberEmail(0)).id))!;
    await room.ports.subscribers.put({ ...left, status: 'unsubscribed' });
    await sendAgain(room.ports, 'monday', { address: left.email });
    await work();
    expect(await outbox()).toHaveLength(3);
  });

  it('is refused for an address that is nobody’s', async () => {
    await open(1);
    await sendEdition(room.ports, 'monday');
    await work();
    const stranger = sendAgain(room.ports, 'monday', { address: 'stranger@reader.example' });
    await expect(stranger).rejects.toMatchObject({ code: 'not-found' });
    expect((await findRun(room.ports, 'monday')).passes).toBe(1);
  });
});

describe('a test', () => {
  it('shows what a subscriber would get, with links that lead to nobody', async () => {
    await open(1);
    await testSend(room.ports, { edition: 'monday', to: 'ed@paper.example', as: subscriberEmail(0) });
    await work();
    const [message] = await outbox();
    expect(message).toMatchObject({ kind: 'test', to: 'ed@paper.example', subject: 'Monday’s brief' });
    const eml = new TextDecoder().decode(await room.outbox.eml(message!.id));
    expect(eml).toContain('/unsubscribe/k1.test.');
    expect(await room.ports.ledger.runs({ limit: 1 })).toEqual([]);
    await expect(
      testSend(room.ports, { edition: 'monday', to: 'ed@paper.example', as: 'x@y.example' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a preview', () => {
  it('counts who gets it and who does not, and why, and writes to nobody', async () => {
    await open(5);
    const [first, second] = (await room.ports.subscribers.page({ after: '', limit: 9 })) as [never, never];
    await room.ports.subscribers.put({ ...(first as object), pausedUntil: MORNING + DAY } as never);
    await room.ports.subscribers.put({ ...(second as object), topics: ['business'] } as never);
    const preview = await previewRun(room.ports, 'monday');
    expect(preview).toMatchObject({
      edition: 'monday',
      newsletter: 'brief',
      receive: 3,
      obstacles: [],
      perSecond: undefined,
    });
    expect(preview.setAside).toEqual({ paused: 1, topics: 1, suppressed: 0 });
    expect(preview.totalBytes).toBeGreaterThan(3 * preview.htmlBytes);
    expect(await room.ports.ledger.runs({ limit: 1 })).toEqual([]);
  });
});
