/** Notices: messages of their own outside any run, each a batch of one under the same protocol, in a lane of their own. */
import type { Notice } from '../domain/batch.ts';
import type { DeliveryPorts } from './delivery-ports.ts';

/** `subscriber`: whom it goes to; or `to`, an address, for editors and tests. */
export type NoticeRequest = {
  kind: Notice['kind'];
  subscriber?: string;
  to?: string;
  letter?: string;
  about: Readonly<Record<string, string>>;
};

/** Written to the ledger before it returns: a crash loses none. */
export declare function queueNotice(
  ports: Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'random'>,
  request: NoticeRequest,
): Promise<void>;

/** Delivers what is claimable, confirmations first. */
export declare function deliverNotices(ports: DeliveryPorts): Promise<'idle' | 'worked'>;
