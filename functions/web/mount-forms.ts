/** Mounts every form of the site (sign-up, links of letters, stopping a run), on AWS and on one machine alike. */
import type { Hono } from 'hono';
import { mountStop, type StopPorts } from './editors/stop.ts';
import type { LinkPorts } from './readers/link-ports.ts';
import { mountSubscribe, type SubscribePorts } from './readers/subscribe.ts';
import { mountSubscriberLinks } from './readers/subscriber-links.ts';

export type FormPorts = SubscribePorts & LinkPorts & StopPorts;

export function mountForms(app: Hono, ports: FormPorts): void {
  mountSubscribe(app, ports);
  mountSubscriberLinks(app, ports);
  mountStop(app, ports);
}
