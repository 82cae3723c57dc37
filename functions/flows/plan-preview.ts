/** What a send would do, before it is done: who gets it, who does not and why, how long it takes, how heavy it is. */
import type { DeliveryPorts } from './delivery-ports.ts';

export type PlanPreview = {
  edition: string;
  newsletter: string;
  subject: string;
  /** Sentences with their remedy: why it would be held or refused. */
  obstacles: readonly string[];
  receive: number;
  /** Active readers of the newsletter who would not get it. */
  setAside: { paused: number; topics: number; suppressed: number };
  /** Of one letter's HTML, of all messages together (estimated from one). */
  htmlBytes: number;
  totalBytes: number;
  words: number;
  minutes: number;
  /** undefined: no limit known. */
  perSecond: number | undefined;
  seconds: number | undefined;
  /** Left of today's quota, without the reserve; undefined: no limit. */
  quotaLeft: number | undefined;
};

/** Throws `not-found`. */
export declare function planPreview(ports: DeliveryPorts, edition: string): Promise<PlanPreview>;
