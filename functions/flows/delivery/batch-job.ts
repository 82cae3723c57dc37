/** A job tells `deliverBatch` about the run or notice of a batch. An end tells how the delivery of the batch ended. */
import type { MakeMessage } from './run-messages.ts';
import type { SendSlot } from './take-slot.ts';

export type Job = {
  letter: string;
  /** Is asked right before each chunk. False once the run is paused or cancelled. */
  mayGoOn(): Promise<boolean>;
  takeSlot(wanted: number): Promise<SendSlot>;
  /** Reads the subscribers consistently, right before they are sent to. A position that is missing in the answer is skipped. */
  messages(positions: readonly number[], attempt: 1 | 2): Promise<ReadonlyMap<number, MakeMessage>>;
  /** Is called for an address that was refused for good (a hard bounce). */
  refused(position: number, reason: string): Promise<void>;
  /** Is called for a mailbox that refused this letter and may take the next one (a soft bounce). */
  putOff(position: number, reason: string): Promise<void>;
};

/** `halt`: the account accepts no more messages for now. `lost`: another worker has the lease. */
export type End =
  | { kind: 'closed' | 'given back' | 'lost' | 'throttled' }
  | { kind: 'halt'; why: 'quota' | 'paused' | 'silent'; reason: string };
