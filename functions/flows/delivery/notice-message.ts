/** Renders a notice (transactional mail): its letter, its recipient, and whether the notice still applies when its turn comes. */
import type { Batch, Notice } from '../../domain/ledger/batch.ts';
import { type PreparedLetter, prepareLetter } from '../../domain/letters/compose.ts';
import type { Recipient } from '../../domain/letters/letter.ts';
import {
  type NoticeRequest,
  noticePathOf,
  signReleaseToken,
  signStopToken,
} from '../../domain/notices/notice.ts';
import { editionPath } from '../../domain/site/paths.ts';
import { addressKey } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import { defangLinks, findRemark } from '../../domain/subscribers/remark.ts';
import { findRequest } from '../../domain/subscribers/sign-up-request.ts';
import { signLink } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import {
  hasHardBouncedOrComplained,
  isAwaitingConfirmation,
  isResting,
} from '../../domain/subscribers/subscription-rules.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { eraseAbsent } from '../ledger/erase-recipient.ts';
import { assembleNotice } from '../letters/assemble-notice.ts';
import { createLetterCache, freezeLetter, loadLetter } from '../letters/frozen-letters.ts';
import type { LatestLetter } from '../letters/welcome-letter.ts';
import { countRefusal } from '../notices/notice-trouble.ts';
import type { View } from '../release/view.ts';
import { handleRefusedAddress } from '../subscribers/suppress-subscriber.ts';
import type { Job } from './batch-job.ts';
import { prepareMessage, toRecipient } from './run-messages.ts';
import { takeSlot } from './take-slot.ts';

/** Renders notices and keeps each distinct letter: a thousand confirmations share one. */
export type NoticeRenderer = {
  ports: DeliveryPorts;
  view(): Promise<View>;
  letterOf(notice: Notice): Promise<PreparedLetter>;
};

export function createNoticeRenderer(ports: DeliveryPorts): NoticeRenderer {
  const loadCached = createLetterCache(ports.blobs);
  const letters = new Map<string, Promise<PreparedLetter>>();
  const view = () => ports.views.current();
  return {
    ports,
    view,
    async letterOf(notice) {
      if (notice.kind === 'test') return loadCached(notice.letter!);
      const impersonal = { ...notice, about: withoutPersonalData(notice.about) };
      const key = JSON.stringify([(await view()).key, impersonal.kind, impersonal.about, impersonal.letter]);
      const letter = letters.get(key) ?? renderNotice(ports, await view(), impersonal);
      letters.set(key, letter);
      return letter;
    },
  };
}

/** The part of `about` that the letter's text depends on. Personal data stands in the link alone, so that many notices share a letter. */
const withoutPersonalData = ({ epoch: _, ref: __, ...about }: Notice['about']): Notice['about'] => about;

async function renderNotice(
  ports: Pick<DeliveryPorts, 'blobs' | 'settings' | 'ledger'>,
  view: View,
  { kind, about, letter }: Notice,
): Promise<PreparedLetter> {
  if (kind === 'test') throw new TypeError('A test has its letter.');
  const wrapped = letter === undefined ? {} : { letter: await loadLetter(ports.blobs, letter) };
  const { base } = ports.settings;
  const latest = kind === 'welcome' ? await findLatestLetters(ports, view, about.newsletters ?? '') : [];
  const assembled = await assembleNotice(view, { kind, about }, { base, latest, ...wrapped });
  return prepareLetter(assembled, await freezeLetter(ports.blobs, assembled));
}

/** The runs that are looked at for the latest letter: alerts, and editions that left the site, are passed over. */
const MAX_LOOKED_UP = 10;

/** The letter of each newsletter that went last, to all its readers. `newsletters`: ids with commas. */
async function findLatestLetters(
  { ledger, settings }: Pick<DeliveryPorts, 'ledger' | 'settings'>,
  view: View,
  newsletters: string,
): Promise<LatestLetter[]> {
  const found = newsletters.split(',').map(async (newsletter): Promise<LatestLetter[]> => {
    const runs = await ledger.runs({ newsletter, states: ['done'], limit: MAX_LOOKED_UP });
    for (const run of runs) {
      const id = run.kind === 'digest' ? run.id : (await view.release.edition(run.of))?.id;
      if (run.kind === 'alert' || run.letter === undefined || id === undefined) continue;
      return [{ newsletter, subject: run.subject, url: settings.base + editionPath(id) }];
    }
    return [];
  });
  return (await Promise.all(found)).flat();
}

export async function createNoticeJob(renderer: NoticeRenderer, batch: Batch): Promise<Job> {
  const { ports } = renderer;
  const notice = batch.notice!;
  // The second attempt sends exactly the letter of the first.
  const prepared = batch.letter
    ? prepareLetter(await loadLetter(ports.blobs, batch.letter), batch.letter)
    : await renderer.letterOf(notice);
  const { sending } = (await renderer.view()).release.index.publication;
  return {
    letter: prepared.hash,
    mayGoOn: async () => true,
    takeSlot: (wanted) => takeSlot(ports, 'notices', sending, wanted),
    refused: async (_, reason) => {
      const confirmation = notice.kind === 'confirm';
      if (notice.to !== undefined) return;
      if (await handleRefusedAddress(ports, batch.members[0]!, reason, { confirmation }))
        await countRefusal(ports);
    },
    // A deferred notice does not count as a soft bounce: only letters do.
    putOff: async () => {},
    async messages(_, attempt) {
      const recipient = await findRecipient(ports, notice, batch);
      const message =
        recipient && prepareMessage(ports, prepared, recipient, { batch, position: 0, attempt });
      return new Map(message ? [[0, message]] : []);
    },
  };
}

async function findRecipient(
  ports: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'suppressions' | 'secrets' | 'clock' | 'settings'>,
  notice: Notice,
  batch: Batch,
): Promise<Recipient | undefined> {
  if (notice.kind === 'remark') return findRemarkRecipient(ports, notice);
  if (notice.to !== undefined) return makeEditorRecipient(ports, notice, notice.to);
  const member = batch.members[0]!;
  const subscriber = await ports.subscribers.get(member);
  if (!subscriber) await eraseAbsent(ports, batch, [member]);
  if (!subscriber || !stillApplies(notice, subscriber, ports.clock())) return undefined;
  const hash = suppressionHash(ports.secrets, addressKey(subscriber.email));
  if ((await ports.suppressions.find([hash])).has(hash)) return undefined;
  const { kind, about } = notice as Pick<NoticeRequest, 'kind' | 'about'>;
  const { epoch = '' } = subscriber;
  const path = noticePathOf(
    ports.secrets,
    { kind, subscriber: member, about: { ...about, epoch } },
    ports.clock(),
  );
  // A notice has no topics, so the subscriber's choice of topics does not apply.
  return { ...toRecipient(ports, subscriber, ''), topics: [], action: `${ports.settings.base}${path}` };
}

/** False for a notice that has lost its purpose while it waited: its subscriber has confirmed, unsubscribed or been erased meanwhile. */
function stillApplies({ kind, about }: Notice, subscriber: Subscriber, now: Instant): boolean {
  // A changed epoch means that the address was erased and signed up anew.
  if (about.epoch !== undefined && about.epoch !== subscriber.epoch) return false;
  // A change of address to one that is subscribed already still needs its confirmation.
  const moves = about.from !== undefined && subscriber.status === 'active';
  // Several confirmations may wait for one address. After the first refusal the others are dropped.
  if (kind === 'confirm')
    return (
      !isResting(subscriber, now) &&
      (moves || isAwaitingConfirmation(subscriber)) &&
      isRequestOpen(subscriber, about)
    );
  if (kind === 'welcome') return subscriber.status === 'active';
  return !hasHardBouncedOrComplained(subscriber);
}

/** True while the request that the notice names is open. Notices of earlier versions name none. */
const isRequestOpen = (subscriber: Subscriber, { ref }: Notice['about']): boolean =>
  ref === undefined || findRequest(subscriber, { ref })?.done === undefined;

/** An editor as recipient. The links of a test or proof name no subscriber, so that trying them unsubscribes nobody. */
async function makeEditorRecipient(
  ports: Pick<DeliveryPorts, 'subscribers' | 'secrets' | 'clock' | 'settings'>,
  { kind, about }: Notice,
  to: string,
): Promise<Recipient> {
  const { base } = ports.settings;
  const reader = about.as === undefined ? undefined : await ports.subscribers.get(about.as);
  const link = (purpose: 'unsubscribe' | 'preferences') =>
    `${base}/${purpose}/${signLink(ports.secrets, { purpose, subject: kind, about: '', expires: undefined })}`;
  return {
    to: { name: reader?.name ?? '', email: to },
    topics: reader?.topics ?? [],
    unsubscribe: link('unsubscribe'),
    preferences: link('preferences'),
    action: kind === 'proof' ? `${base}/stop/${signStopToken(ports.secrets, about.run!)}` : base,
    ...(kind === 'proof' && {
      release: `${base}/release/${signReleaseToken(ports.secrets, about.run!, ports.clock())}`,
    }),
  };
}

/**
 * The editor to whom a remark goes; undefined if its writer has been erased. The remark is marked as a quotation, so that its text
 * cannot pass for the publication's own.
 */
async function findRemarkRecipient(
  ports: Pick<DeliveryPorts, 'subscribers' | 'secrets' | 'clock' | 'settings'>,
  notice: Notice,
): Promise<Recipient | undefined> {
  const { reader: id = '', newsletter = '', at } = notice.about;
  const reader = await ports.subscribers.get(id);
  const remark = reader && findRemark(reader, { newsletter, at: Number(at) });
  if (!remark) return undefined;
  const editor = await makeEditorRecipient(ports, notice, notice.to!);
  return { ...editor, remark: `> ${defangLinks(remark.text)}` };
}
