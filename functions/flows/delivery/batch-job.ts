/** A batch to be delivered, and how its delivery ended. */
import type { MakeMessage } from './run-messages.ts';
import type { Slot } from './take-slot.ts';

export type Job = {
  letter: string;
  /** Asked right before each chunk: false once the run is paused or cancelled. */
  mayGoOn(): Promise<boolean>;
  takeSlot(wanted: number): Promise<Slot>;
  /** Readers are read consistently here, right before; who is not in the answer is set aside. */
  messages(positions: readonly number[], attempt: 1 | 2): Promise<ReadonlyMap<number, MakeMessage>>;
  /** An address that was refused for good. */
  refused(position: number, reason: string): Promise<void>;
  /** One whose mailbox refused this letter and may take the next. */
  putOff(position: number, reason: string): Promise<void>;
};

/** `halt`: the account takes no more for now. */
export type End =
  | { kind: 'closed' | 'given back' | 'lost' | 'throttled' }
  | { kind: 'halt'; why: 'quota' | 'paused' | 'silent'; reason: string };
