/** The ports of the pages behind the links of letters. */
import type { Context } from 'hono';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import type { PageContext } from '../../pages/parts/context.ts';

export type LinkPorts = SubscriberPorts & {
  context(): Promise<PageContext>;
  /** As of sign-ups; without it no network has a limit. */
  clientAddress?(c: Context): string;
  /** As of sign-ups. */
  warm?(): Promise<unknown>;
};
