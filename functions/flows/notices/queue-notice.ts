/** Queues a notice (transactional mail) as a batch of one in the ledger, and rings the doorbell. */
import { type Notice, newBatch } from '../../domain/ledger/batch.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import type { NoticeRequest, RemarkNotice } from '../../domain/notices/notice.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** A notice to an editor, or to the recipient of a test. `letter`: hash of a frozen letter, for `test` and `proof`. */
export type EditorNotice = {
  kind: 'proof' | 'test' | 'alarm';
  to: string;
  letter?: string;
  about: Readonly<Record<string, string>>;
};

/** Writes the notice to the ledger before it returns, so that a crash loses none. The same `key` again queues nothing: false. */
export async function queueNotice(
  { ledger, doorbell, clock, random }: Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'random'>,
  request: (NoticeRequest | EditorNotice | RemarkNotice) & { key?: string },
): Promise<boolean> {
  const { kind, about, key = random() } = request;
  const [member, to] = 'to' in request ? [EDITOR_ID, request.to] : [request.subscriber, undefined];
  const letter = 'letter' in request ? request.letter : undefined;
  const notice: Notice = { kind, to, letter, about };
  const chain = { pass: 1, span: 0, members: [member], next: undefined };
  const isNew = await ledger.createBatch(
    newBatch({ run: NOTICES, id: `${kind}-${key}`, ...chain, notice, createdAt: clock() }),
  );
  await doorbell.ring({ kind: 'notices' });
  return isNew;
}

/** Stands in place of a subscriber's id; no real id is so short. */
const EDITOR_ID = 'editor';
