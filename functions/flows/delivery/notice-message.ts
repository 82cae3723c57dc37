/** What a notice says, to whom, and whether it still applies when its turn comes. */
import type { Batch, Notice } from '../../domain/ledger/batch.ts';
import { type Prepared, prepare } from '../../domain/letters/compose.ts';
import type { Recipient } from '../../domain/letters/letter.ts';
import { type NoticeRequest, noticePath, releaseToken, stopToken } from '../../domain/notices/notice.ts';
import { keyOf } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import { deadenLinks, remarkOf } from '../../domain/subscribers/remark.ts';
import { findRequest } from '../../domain/subscribers/sign-up-request.ts';
import { signLink } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import { isAwaited, isBarred, isResting } from '../../domain/subscribers/subscription-rules.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { forgetAbsent } from '../ledger/erase-recipient.ts';
import { assembleNotice } from '../letters/assemble-notice.ts';
import { createLetterShelf, freeze, thaw } from '../letters/frozen-letters.ts';
import { countRefusal } from '../notices/notice-trouble.ts';
import type { View } from '../release/view.ts';
import { refuseAddress } from '../subscribers/suppress-subscriber.ts';
import type { Job } from './batch-job.ts';
import { toMessage, toRecipient } from './run-messages.ts';
import { takeSlot } from './take-slot.ts';

/** Prepares each distinct notice once: a thousand confirmations are one letter. */
export type NoticeDesk = {
  ports: DeliveryPorts;
  view(): Promise<View>;
  letterOf(notice: Notice): Promise<Prepared>;
};

export function openNoticeDesk(ports: DeliveryPorts): NoticeDesk {
  const shelf = createLetterShelf(ports.blobs);
  const made = new Map<string, Promise<Prepared>>();
  const view = () => ports.views.current();
  return {
    ports,
    view,
    async letterOf(notice) {
      if (notice.kind === 'test') return shelf(notice.letter!);
      const worded = { ...notice, about: wordsOf(notice.about) };
      const key = JSON.stringify([(await view()).key, worded.kind, worded.about, worded.letter]);
      const letter = made.get(key) ?? write(ports, await view(), worded);
      made.set(key, letter);
      return letter;
    },
  };
}

/** What is one person's stands in their link alone, so that many have one letter. */
const wordsOf = ({ epoch: _, ref: __, ...about }: Notice['about']): Notice['about'] => about;

async function write(ports: DeliveryPorts, view: View, { kind, about, letter }: Notice): Promise<Prepared> {
  if (kind === 'test') throw new TypeError('A test has its letter.');
  const wrapped = letter === undefined ? {} : { letter: await thaw(ports.blobs, letter) };
  const assembled = await assembleNotice(view, { kind, about }, { base: ports.settings.base, ...wrapped });
  return prepare(assembled, await freeze(ports.blobs, assembled));
}

export async function noticeJob(desk: NoticeDesk, batch: Batch): Promise<Job> {
  const { ports } = desk;
  const notice = batch.notice!;
  // The second try is of the very letter of the first.
  const prepared = batch.letter
    ? prepare(await thaw(ports.blobs, batch.letter), batch.letter)
    : await desk.letterOf(notice);
  const { sending } = (await desk.view()).release.index.publication;
  return {
    letter: prepared.hash,
    mayGoOn: async () => true,
    takeSlot: (wanted) => takeSlot(ports, 'notices', sending, wanted),
    refused: async (_, reason) => {
      const confirmation = notice.kind === 'confirm';
      if (notice.to !== undefined) return;
      if (await refuseAddress(ports, batch.members[0]!, reason, { confirmation })) await countRefusal(ports);
    },
    // A notice says nothing of how letters fare.
    putOff: async () => {},
    async messages(_, attempt) {
      const recipient = await recipientOf(ports, notice, batch);
      const message = recipient && toMessage(ports, prepared, recipient, { batch, position: 0, attempt });
      return new Map(message ? [[0, message]] : []);
    },
  };
}

async function recipientOf(
  ports: DeliveryPorts,
  notice: Notice,
  batch: Batch,
): Promise<Recipient | undefined> {
  if (notice.kind === 'remark') return editorToldOf(ports, notice);
  if (notice.to !== undefined) return editorOf(ports, notice, notice.to);
  const member = batch.members[0]!;
  const subscriber = await ports.subscribers.get(member);
  if (!subscriber) await forgetAbsent(ports, batch, [member]);
  if (!subscriber || !applies(notice, subscriber, ports.clock())) return undefined;
  const hash = suppressionHash(ports.secrets, keyOf(subscriber.email));
  if ((await ports.suppressions.among([hash])).has(hash)) return undefined;
  const { kind, about } = notice as Pick<NoticeRequest, 'kind' | 'about'>;
  const { epoch = '' } = subscriber;
  const path = noticePath(
    ports.secrets,
    { kind, subscriber: member, about: { ...about, epoch } },
    ports.clock(),
  );
  // A notice has no topics: what a reader chose says nothing about it.
  return { ...toRecipient(ports, subscriber, ''), topics: [], action: `${ports.settings.base}${path}` };
}

/** Whoever confirmed, left or was erased while it waited is not written to any more. */
function applies({ kind, about }: Notice, subscriber: Subscriber, now: Instant): boolean {
  // Somebody has signed up this address since.
  if (about.epoch !== undefined && about.epoch !== subscriber.epoch) return false;
  // Whoever moves to an address that is subscribed already confirms there, too.
  const moves = about.from !== undefined && subscriber.status === 'active';
  // Three may be asked for at once: after the first refusal the others wait for nobody.
  if (kind === 'confirm')
    return !isResting(subscriber, now) && (moves || isAwaited(subscriber)) && isKept(subscriber, about);
  if (kind === 'welcome') return subscriber.status === 'active';
  return !isBarred(subscriber);
}

/** The request that its mail names; old notices have no ref. */
const isKept = (subscriber: Subscriber, { ref }: Notice['about']): boolean =>
  ref === undefined || findRequest(subscriber, { ref })?.done === undefined;

/** Links of a test lead to nobody: an editor who tries them takes no reader off the list. */
async function editorOf(ports: DeliveryPorts, { kind, about }: Notice, to: string): Promise<Recipient> {
  const { base } = ports.settings;
  const reader = about.as === undefined ? undefined : await ports.subscribers.get(about.as);
  const link = (purpose: 'unsubscribe' | 'preferences') =>
    `${base}/${purpose}/${signLink(ports.secrets, { purpose, subject: kind, about: '', expires: undefined })}`;
  return {
    to: { name: reader?.name ?? '', email: to },
    topics: reader?.topics ?? [],
    unsubscribe: link('unsubscribe'),
    preferences: link('preferences'),
    action: kind === 'proof' ? `${base}/stop/${stopToken(ports.secrets, about.run!)}` : base,
    ...(kind === 'proof' && {
      release: `${base}/release/${releaseToken(ports.secrets, about.run!, ports.clock())}`,
    }),
  };
}

/** The editor a remark goes to; undefined: whose remark it was is erased. The mark before it is a quotation's, so that it passes for nothing of ours. */
async function editorToldOf(ports: DeliveryPorts, notice: Notice): Promise<Recipient | undefined> {
  const { reader: id = '', newsletter = '', at } = notice.about;
  const reader = await ports.subscribers.get(id);
  const remark = reader && remarkOf(reader, { newsletter, at: Number(at) });
  if (!remark) return undefined;
  const editor = await editorOf(ports, notice, notice.to!);
  return { ...editor, remark: `> ${deadenLinks(remark.text)}` };
}
