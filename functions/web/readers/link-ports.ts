/** The ports of the pages behind the links of letters. */
import type { Context } from 'hono';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import type { PageContext } from '../../pages/parts/context.ts';

export type LinkPorts = SubscriberPorts & {
  context(): Promise<PageContext>;
  /** As in SubscribePorts; without it no network has a rate limit. */
  clientAddress?(c: Context): string;
  /** As in SubscribePorts. */
  warm?(): Promise<unknown>;
};
