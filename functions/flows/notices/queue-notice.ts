/** Queues a notice: a batch of one in the ledger, and the doorbell. */
import { type Notice, newBatch } from '../../domain/ledger/batch.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import type { NoticeRequest, RemarkNotice } from '../../domain/notices/notice.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';

/** To an editor, or whoever a test is for. `letter`: a frozen one, for `test` and `proof`. */
export type EditorNotice = {
  kind: 'proof' | 'test' | 'alarm';
  to: string;
  letter?: string;
  about: Readonly<Record<string, string>>;
};

/** Written to the ledger before it returns: a crash loses none. The same `key` twice is one notice: false the second time. */
export async function queueNotice(
  { ledger, doorbell, clock, random }: Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'random'>,
  request: (NoticeRequest | EditorNotice | RemarkNotice) & { key?: string },
): Promise<boolean> {
  const { kind, about, key = random() } = request;
  const [member, to] = 'to' in request ? [EDITOR, request.to] : [request.subscriber, undefined];
  const letter = 'letter' in request ? request.letter : undefined;
  const notice: Notice = { kind, to, letter, about };
  const chain = { pass: 1, span: 0, members: [member], next: undefined };
  const isNew = await ledger.createBatch(
    newBatch({ run: NOTICES, id: `${kind}-${key}`, ...chain, notice, createdAt: clock() }),
  );
  await doorbell.ring({ kind: 'notices' });
  return isNew;
}

/** Stands where a subscriber's id stands; no id is so short. */
const EDITOR = 'editor';
