/**
 * Events as EventBridge delivers them (test/fixtures/ses, after AWS's examples), through the rules of the template into both stores:
 * what becomes of the reader, and of the run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSesEvent } from '../../functions/adapters/ses/event.ts';
import type { Feedback } from '../../functions/domain/delivery/feedback.ts';
import { suppressionHash } from '../../functions/domain/subscribers/identity.ts';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../functions/flows/delivery/feedback.ts';
import { resumeRun } from '../../functions/flows/runs/control.ts';
import { aBatch } from '../support/builders/runs.ts';
import { transformed } from '../support/fakes/queues.ts';
import { aRunSubscriber, DELIVERY_SECRETS, openDelivery } from '../support/hosts/delivery-fixture.ts';
import { templateOf } from '../support/hosts/stage.ts';
import { STORES, type StoreName, tablesIn, useEngine } from '../support/hosts/store-fixture.ts';

useEngine();

const FOLDER = join(import.meta.dirname, '../fixtures/ses');
type SesEvent = { 'detail-type': string; detail: { mail: { tags: Record<string, string[]> } } };

const rules = Object.values(templateOf().findResources('AWS::Events::Rule')).map((rule) => rule.Properties);

/** The queue's body for an event of the reader at a place; undefined: no rule hands it on. */
function bodyOf(name: string, place: number): string | undefined {
  const event = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as SesEvent;
  const { tags } = event.detail.mail;
  if (tags.pos) Object.assign(tags, { batch: [`1-0-${place - (place % 50)}`], pos: [String(place % 50)] });
  const rule = rules.find(({ EventPattern }) => EventPattern['detail-type']?.includes(event['detail-type']));
  return rule && transformed(rule.Targets[0].InputTransformer, event);
}

function readAll(names: readonly string[]): Feedback[] {
  return names.flatMap((name, place) => {
    const body = bodyOf(name, place);
    return body === undefined ? [] : (readSesEvent(body) ?? []);
  });
}

/** What the ledger and the reader's row say in the end. */
const ARRIVED = { outcome: 'accepted', status: 'active', barred: false };
const SOFT = { outcome: 'soft', status: 'active', barred: false };
const POLICY = { outcome: 'bounced', status: 'active', barred: false };
const GONE = { outcome: 'bounced', status: 'bounced', barred: true };
const COMPLAINED = { outcome: 'complained', status: 'complained', barred: true };
const NOTHING = { outcome: 'none', status: 'active', barred: false };

const FATES: Readonly<Record<string, { outcome: string; status: string; barred: boolean }>> = {
  send: ARRIVED,
  'out-of-office': ARRIVED,
  'policy-of-one-mailbox': SOFT,
  'mailbox-full': SOFT,
  'content-rejected': SOFT,
  'message-too-large': SOFT,
  'attachment-rejected': SOFT,
  expired: SOFT,
  'deferred-by-policy': SOFT,
  undetermined: SOFT,
  'quotes-of-an-attacker': SOFT,
  'policy-permanent': POLICY,
  'no-email': GONE,
  'general-permanent': GONE,
  suppressed: GONE,
  'on-account-suppression-list': GONE,
  'unsubscribed-recipient': GONE,
  'quotes-in-diagnostic': GONE,
  'without-recipients': GONE,
  'without-subtype': GONE,
  'without-diagnostic': GONE,
  complaint: COMPLAINED,
  'complaint-without-report': COMPLAINED,
  'complaint-null-type': COMPLAINED,
  'complaint-on-suppression-list': COMPLAINED,
  'complaint-not-spam': NOTHING,
  reject: { outcome: 'rejected', status: 'active', barred: false },
  delivery: NOTHING,
  'delivery-delay': NOTHING,
  'of-somebody-else': NOTHING,
};
const NAMES = Object.keys(FATES);

/** A run that so many readers at thirty domains are to get. */
async function open(store: StoreName, many: number) {
  const tables = await tablesIn(store);
  const room = openDelivery(tables && { tables });
  onTestFinished(() => room.close());
  const readers = Array.from({ length: many }, (_, n) => aRunSubscriber(`r${n}@d${n % 30}.example`));
  await room.ports.subscribers.insertMany(readers);
  await room.addRun({ state: 'sending' });
  for (let at = 0; at < many; at += 50) {
    const members = readers.slice(at, at + 50).map(({ id }) => id);
    await room.ports.ledger.createBatch(aBatch({ id: `1-0-${at}`, members }));
  }
  const tell = async (names: readonly string[]) => {
    room.store.now += 6 * MINUTE;
    expect(await recordFeedback(room.ports, readAll(names))).toEqual([]);
    return (await room.ports.ledger.run('e_monday'))?.state;
  };
  return { room, readers, tell };
}

const repeated = (name: string, count: number): string[] => Array(count).fill(name);

it('each fixture has a fate here', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
  expect(files.sort()).toEqual([...NAMES].sort());
});

it.each(NAMES)('no address and no link of %s is handed on', (name) => {
  const body = bodyOf(name, 0)?.replace(/"diagnostic":".*?","/s, '');
  expect(body ?? '').not.toMatch(/reader@|unsubscribe\//);
  expect(readAll([name])[0]?.reason ?? '').not.toMatch(/@|null/);
});

describe.each(STORES)('in %s', (store) => {
  it('each event decides about its reader alone, told once or again, and stops no run', async () => {
    const { room, readers, tell } = await open(store, 600);
    const all = [...NAMES, ...repeated('send', 600 - NAMES.length)];
    for (let n = 0; n < 2; n++) expect(await tell(all)).toBe('sending');
    const { outcomes } = (await room.ports.ledger.batch({ run: 'e_monday', id: '1-0-0' }))!;
    const sets = ['complained', 'rejected', 'soft', 'bounced', 'accepted'] as const;
    const found = await Promise.all(
      readers.slice(0, NAMES.length).map(async ({ id, email }, n) => {
        const hash = suppressionHash(DELIVERY_SECRETS, email);
        return {
          outcome: sets.find((name) => outcomes[name].has(n)) ?? 'none',
          status: (await room.ports.subscribers.get(id))!.status,
          barred: (await room.ports.suppressions.find([hash])).has(hash),
        };
      }),
    );
    expect(Object.fromEntries(found.map((fate, n) => [NAMES[n], fate]))).toEqual(FATES);
  });

  it.each([
    ['14 out-of-office replies', 'out-of-office', 14],
    ['200 out-of-office replies', 'out-of-office', 200],
    ['30 full mailboxes', 'mailbox-full', 30],
    ['one 5.7.1', 'policy-of-one-mailbox', 1],
    ['40 of 5.7.1 that SES calls transient', 'policy-of-one-mailbox', 40],
    ['one policy that SES calls permanent', 'policy-permanent', 1],
    ['nine who are gone', 'no-email', 9],
    ['four complaints', 'complaint', 4],
    ['40 who took their complaint back', 'complaint-not-spam', 40],
  ])('%s of 600 stop no run, and no resumed one', async (_, name, count) => {
    const { room, tell } = await open(store, 600);
    await tell(repeated('send', 600));
    expect(await tell(repeated(name, count))).toBe('sending');
    const run = (await room.ports.ledger.run('e_monday'))!;
    await room.ports.ledger.putRun({ ...run, state: 'paused', reason: 'By hand.' });
    await resumeRun(room.ports, 'monday', { current: false });
    expect(await tell(repeated(name, count))).toBe('sending');
  });

  it.each([
    ['policies of many domains', 'policy-permanent'],
    ['addresses that are gone', 'no-email'],
    ['complaints', 'complaint'],
  ])('%s stop it once, and a resume holds', async (_, name) => {
    const { room, tell } = await open(store, 600);
    await tell(repeated('send', 600));
    expect(await tell(repeated(name, 30))).toBe('paused');
    await resumeRun(room.ports, 'monday', { current: false });
    expect(await tell(repeated(name, 60))).toBe('sending');
  });
});
