/** The web application of one machine, put together and listening. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono } from 'hono';
import { BroadsheetError } from '../domain/error.ts';
import { traced } from '../flows/sentence.ts';
import type { PageContext } from '../pages/context.ts';
import { createApp } from '../web/app.ts';
import { mountOutbox } from '../web/outbox.ts';
import { mountPreview } from '../web/preview.ts';
import { mountSignUp } from '../web/sign-up.ts';
import { mountStop } from '../web/stop.ts';
import { mountSubscriberLinks } from '../web/subscriber-links.ts';
import type { Config } from '../wiring/config.ts';
import type { OpenedDelivery } from '../wiring/delivery.ts';
import type { Local } from '../wiring/local.ts';
import { readMail } from '../wiring/mail.ts';
import type { Newsroom } from '../wiring/newsroom.ts';
import { subscriberPorts } from '../wiring/subscribers.ts';
import { clientAddressBy } from '../wiring/trusted-proxy.ts';
import { behindDoor, createDoor, routesBehindDoor } from './here-alone.ts';
import { createHttpServer } from './http-server.ts';

export type Server = { url: string; close(): Promise<void> };

export type ServerParts = {
  local: Local;
  delivery: OpenedDelivery;
  /** On an editor's machine. */
  newsroom: Newsroom | undefined;
  tell: (line: string) => void;
};

/** Whoever asks before `ready` waits for it. Throws `config` where the port is taken. */
export async function listen(parts: ServerParts, ready: Promise<void>): Promise<Server> {
  const { port, host, baseUrl } = parts.local.config;
  const answer = answerFrom(ready, createLocalApp(parts));
  const server = createHttpServer(
    parts.newsroom ? behindDoor(createDoor(parts.local.config), answer) : answer,
  );
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw taken(port, error);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: port === 0 ? `http://localhost:${actual}` : baseUrl,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answerFrom(ready: Promise<void>, app: Hono): Hono['fetch'] {
  let answer: Hono['fetch'] = async (...request) => {
    await ready;
    return app.fetch(...request);
  };
  // From then on nothing is awaited in vain.
  void ready.then(() => {
    answer = app.fetch;
  });
  return (...request) => answer(...request);
}

const taken = (port: number, error: NodeJS.ErrnoException): Error =>
  error.code === 'EADDRINUSE'
    ? new BroadsheetError('config', `Port ${port} is taken.`, {
        remedy: 'Choose another: PORT=3001 npm start',
        cause: error,
      })
    : error;

export function createLocalApp({ local, delivery, newsroom, tell }: ServerParts): Hono {
  const { views, blobs, clock, ledger, config } = local;
  const base = config.baseUrl;
  const context = async (): Promise<PageContext> => {
    const { publication, words, assets } = (await views.current()).release.index;
    return { publication, words, assets, base, now: clock(), preview: newsroom !== undefined };
  };
  const ports = { ...subscriberPorts(local, delivery.ports.doorbell), context };
  const { outbox } = delivery;
  const mailContext = outboxContext(context);
  /** Letters and their links are behind the door, where the rest is public, too. */
  const closed = (app: Hono) => app.use('/outbox/*', routesBehindDoor(createDoor(config)));
  const routes = [
    (app: Hono) => mountSignUp(app, { ...ports, clientAddress: clientAddressIn(config) }),
    (app: Hono) => mountSubscriberLinks(app, ports),
    (app: Hono) => mountStop(app, { ...delivery.ports, context }),
    ...(outbox ? [(app: Hono) => mountOutbox(closed(app), { outbox, readMail, context: mailContext })] : []),
    ...(newsroom
      ? [(app: Hono) => mountPreview(app, { views, base, context: mailContext, onChange: newsroom.onChange })]
      : []),
  ];
  const report = (error: unknown) => tell(`A request failed: ${traced(error)}`);
  const preview =
    newsroom === undefined ? { preview: false } : { preview: true, problems: newsroom.problems };
  return createApp({ views, blobs, ledger, clock, base, ...preview, report, routes });
}

/** The socket's, or what a proxy that TRUSTED_PROXY names says: no other header is to be believed. */
function clientAddressIn({ trustedProxy }: Config): (c: Context) => string {
  const clientAddress = clientAddressBy(trustedProxy);
  return (c) => clientAddress(getConnInfo(c).remote.address ?? '', (name) => c.req.header(name));
}

const outboxContext = (context: () => Promise<PageContext>) => async () => {
  const { publication, words, assets } = await context();
  const { title, language, timezone } = publication;
  const asset = (name: string) => `/${assets[name] ?? name}`;
  const paths = { icon: asset('favicon.svg'), reload: asset('preview.js') };
  return { title, words, language, timezone, ...paths };
};
