/** The web application of one machine, put together and listening. */
import { once } from 'node:events';
import type { Server as HttpServer, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { BroadsheetError } from '../domain/error.ts';
import type { Problem } from '../domain/problem.ts';
import { traced } from '../flows/sentence.ts';
import { createAnswering } from '../web/answer.ts';
import { createSite, type Site } from '../web/site.ts';
import { lazily } from '../wiring/lazily.ts';
import type { Published } from '../wiring/published.ts';
import type { Backstage } from './backstage.ts';
import { behindDoor, createDoor } from './here-alone.ts';
import { createHttpServer } from './http-server.ts';
import { answerContent } from './listener.ts';

export type Server = {
  url: string;
  /** Whoever stood waiting has an answer. */
  firstServed: Promise<void>;
  close(): Promise<void>;
};

export type ServerParts = {
  published: Published;
  /** On an editor's machine. */
  preview: boolean;
  problems: () => readonly Problem[];
  backstage: () => Promise<Backstage>;
  tell: (line: string) => void;
};

/** Nobody may be asking, or somebody for what never ends: how long the rest of a start waits for them. Milliseconds. */
const PATIENCE = { asked: 200, answered: 2000 };

/** Whoever asks before `ready` waits for it. Throws `config` where the port is taken. */
export async function listen(parts: ServerParts, ready: Promise<void>): Promise<Server> {
  const { port, host, baseUrl } = parts.published.config;
  const site = createLocalSite(parts);
  const answer = answerContent(createAnswering(site), appListener(site, ready, parts.tell));
  const server = createHttpServer(
    parts.preview ? behindDoor(createDoor(parts.published.config), answer) : answer,
  );
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw taken(port, error);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: port === 0 ? `http://localhost:${actual}` : baseUrl,
    firstServed: waitForFirst(server),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function waitForFirst(server: HttpServer): Promise<void> {
  const pass = (milliseconds: number) => pause(milliseconds, undefined, { ref: false });
  const asked = await Promise.race([once(server, 'request'), pass(PATIENCE.asked)]);
  if (asked) await Promise.race([once(asked[1], 'close'), pass(PATIENCE.answered)]);
}

/** The app: forms, errors, all that is not content. Loaded when it is first wanted. */
function appListener(site: Site, ready: Promise<void>, tell: (line: string) => void): RequestListener {
  let listener: RequestListener | undefined;
  let loading: Promise<RequestListener> | undefined;
  const load = async () => {
    const [{ getRequestListener }, { createApp }, { answerUnread }] = await Promise.all([
      import('@hono/node-server'),
      import('../web/app.ts'),
      import('../web/errors.ts'),
      ready,
    ]);
    const errorHandler = (error: unknown) => answerUnread(site, error);
    listener = getRequestListener(createApp(site.deps, site).fetch, { errorHandler });
    return listener;
  };
  return (incoming, outgoing) => {
    if (listener) return listener(incoming, outgoing);
    loading ??= load();
    loading.then(
      (loaded) => loaded(incoming, outgoing),
      (error: unknown) => {
        tell(`The application cannot be loaded: ${traced(error)}`);
        outgoing.destroy();
      },
    );
  };
}

const taken = (port: number, error: NodeJS.ErrnoException): Error =>
  error.code === 'EADDRINUSE'
    ? new BroadsheetError('config', `Port ${port} is taken.`, {
        remedy: 'Choose another: PORT=3001 npm start',
        cause: error,
      })
    : error;

export function createLocalSite({ published, preview, problems, backstage, tell }: ServerParts): Site {
  const { views, blobs, clock, config } = published;
  return createSite({
    views,
    blobs,
    clock,
    base: config.baseUrl,
    ledger: lazily(async () => (await backstage()).local.ledger),
    preview,
    problems,
    report: (error) => tell(`A request failed: ${traced(error)}`),
    routes: [async (app) => (await backstage()).mount(app)],
  });
}
