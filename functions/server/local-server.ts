/** The web server of one machine: site, app and sockets put together. */
import { once } from 'node:events';
import type { Server as HttpServer, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../domain/problem.ts';
import { errorTextWithStack } from '../flows/log-text.ts';
import { type AnswerContent, createAnswerContent } from '../web/site/answer-content.ts';
import type { ResourceAnswer } from '../web/site/resource.ts';
import { createSite, type Site } from '../web/site/site.ts';
import { createLazyPort } from '../wiring/lazy.ts';
import type { Published } from '../wiring/local/published.ts';
import { refuseOddHosts } from './host-header.ts';
import { createHttpServer } from './http-server.ts';
import type { LocalApp } from './local-app.ts';
import { createLocalOnlyGuard, guardServer } from './local-only.ts';
import { ALL_ADDRESSES, LOOPBACK, openSockets } from './sockets.ts';

export type Server = {
  url: string;
  /** Resolves when a client that was waiting already has its answer, or soon if there is none. */
  firstServed: Promise<void>;
  close(): Promise<void>;
};

export type ServerParts = {
  published: Published;
  /** Only on an editor's machine. */
  preview: boolean;
  problems: () => readonly Problem[];
  localApp: () => Promise<LocalApp>;
  tell: (line: string) => void;
};

/** Milliseconds for which the rest of a start waits for a first request, and for its answer, which may never end. */
const MAX_START_WAIT = { asked: 200, answered: 2000 };

/** Requests to the app wait for `ready`; live content is answered before. Throws `config` if the port is taken. */
export async function listen(parts: ServerParts, ready: Promise<void>): Promise<Server> {
  const { port, host, baseUrl } = parts.published.config;
  const site = createLocalSite(parts);
  const app = appListener(site, ready, parts.tell);
  const answer = refuseOddHosts(answerContent(createAnswerContent(site), app));
  const listener = parts.preview ? guardServer(createLocalOnlyGuard(parts.published.config), answer) : answer;
  const addresses = host === undefined ? (parts.preview ? LOOPBACK : ALL_ADDRESSES) : [host];
  const sockets = await openSockets(() => createHttpServer(listener), port, addresses);
  return {
    url: port === 0 ? `http://localhost:${sockets.port}` : baseUrl,
    firstServed: waitForFirst(sockets.servers),
    close: sockets.close,
  };
}

async function waitForFirst(servers: readonly HttpServer[]): Promise<void> {
  const pass = (milliseconds: number) => pause(milliseconds, undefined, { ref: false });
  const requests = servers.map((server) => once(server, 'request'));
  const asked = await Promise.race([...requests, pass(MAX_START_WAIT.asked)]);
  if (asked) await Promise.race([once(asked[1], 'close'), pass(MAX_START_WAIT.answered)]);
}

/** The app (forms, errors, everything but content), loaded at its first request. */
function appListener(site: Site, ready: Promise<void>, tell: (line: string) => void): RequestListener {
  let listener: RequestListener | undefined;
  let loading: Promise<RequestListener> | undefined;
  const load = async () => {
    const [{ getRequestListener }, { createApp }, { answerUnreadable }] = await Promise.all([
      import('@hono/node-server'),
      import('../web/app.ts'),
      import('../web/errors.ts'),
      ready,
    ]);
    const errorHandler = (error: unknown) => answerUnreadable(site, error);
    listener = getRequestListener(createApp(site.deps, site).fetch, { errorHandler });
    return listener;
  };
  return (incoming, outgoing) => {
    if (listener) return listener(incoming, outgoing);
    loading ??= load();
    loading.then(
      (loaded) => loaded(incoming, outgoing),
      (error: unknown) => {
        tell(`The application cannot be loaded: ${errorTextWithStack(error)}`);
        outgoing.destroy();
      },
    );
  };
}

export function createLocalSite({ published, preview, problems, localApp, tell }: ServerParts): Site {
  const { views, blobs, ranges, clock, config } = published;
  return createSite({
    ...{ views, blobs, ...(ranges && { ranges }) },
    clock,
    base: config.baseUrl,
    ledger: createLazyPort(async () => (await localApp()).local.ledger),
    preview,
    problems,
    report: (error) => tell(`A request failed: ${errorTextWithStack(error)}`),
    routes: [async (app) => (await localApp()).mount(app)],
  });
}

/** A Request, a Response and a router cost as much as all the rest of an answer that is ready. */
export const answerContent =
  (answering: AnswerContent, app: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const reads = method === 'GET' || method === 'HEAD';
    const answer = reads ? answering(url, (name) => fieldOf(headers[name])) : undefined;
    if (!answer) return app(incoming, outgoing);
    if (!(answer instanceof Promise)) return write(outgoing, answer);
    void answer.then((made) => (made ? write(outgoing, made) : app(incoming, outgoing)));
  };

function write(outgoing: ServerResponse, { status, fields, body }: ResourceAnswer): void {
  outgoing.writeHead(status, fields);
  // To HEAD node sends the head alone.
  outgoing.end(body);
}

/** Only Set-Cookie comes as a list. */
const fieldOf = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
