/** What of a server no first answer waits for: database, delivery, newsroom, and the routes that need them. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono } from 'hono';
import { errorText } from '../flows/log-text.ts';
import { ensureDemo } from '../flows/runs/demo.ts';
import { type PageContext, pageContext } from '../pages/parts/context.ts';
import { mountOutbox } from '../web/editors/outbox.ts';
import { mountPreview } from '../web/editors/preview.ts';
import { mountForms } from '../web/mount-forms.ts';
import type { Config } from '../wiring/config.ts';
import { type OpenedDelivery, openDelivery } from '../wiring/local/delivery.ts';
import { createNewsroom, type Newsroom } from '../wiring/local/live-build.ts';
import { completeLocal, type LocalParts } from '../wiring/local/local.ts';
import type { Published } from '../wiring/local/published.ts';
import { subscriberPorts } from '../wiring/local/subscribers.ts';
import { readMail } from '../wiring/mail.ts';
import { openProofs } from '../wiring/proof-of-work.ts';
import { clientAddressBy } from '../wiring/trusted-proxy.ts';
import { createDoor, routesBehindDoor } from './local-only.ts';

export type Backstage = {
  local: LocalParts;
  delivery: OpenedDelivery;
  /** On an editor's machine. */
  newsroom: Newsroom | undefined;
  /** Sign-up, links of letters, outbox, previews. */
  mount(app: Hono): void;
  close(): Promise<void>;
};

export type BackstageOptions = {
  preview: boolean;
  automatic: boolean;
  tell: (line: string) => void;
  /** There is something to deliver. */
  ring: () => void;
};

export async function openBackstage(published: Published, options: BackstageOptions): Promise<Backstage> {
  await using opening = new AsyncDisposableStack();
  const { automatic, tell, ring } = options;
  const local = opening.adopt(await completeLocal(published), (l) => l.close());
  const delivery = opening.adopt(
    await openDelivery(local, { automatic, log: tell, doorbell: { ring } }),
    (d) => d.close(),
  );
  const newsroom = options.preview
    ? opening.adopt(createNewsroom(published, tell), (n) => n.close())
    : undefined;
  const opened = opening.move();
  const parts = { local, delivery, newsroom };
  return { ...parts, mount: (app) => mountAll(app, parts), close: () => opened.disposeAsync() };
}

function mountAll(app: Hono, { local, delivery, newsroom }: Omit<Backstage, 'mount' | 'close'>): void {
  const { views, clock, config, ledger } = local;
  const { doorbell } = delivery.ports;
  const base = config.baseUrl;
  const preview = newsroom !== undefined;
  const context = async () => pageContext(await views.current(), { base, now: clock(), preview });
  const mailContext = outboxContext(context);
  mountForms(app, {
    ...subscriberPorts(local, doorbell),
    ...{ ledger, views, doorbell, context, clientAddress: clientAddressIn(config), proofs: openProofs() },
  });
  const { outbox } = delivery;
  // Letters and their links are behind the door, where the rest is public, too.
  if (outbox) {
    app.use('/outbox/*', routesBehindDoor(createDoor(config)));
    mountOutbox(app, { outbox, readMail, context: mailContext });
  }
  if (newsroom) mountPreview(app, { views, base, context: mailContext, onChange: newsroom.onChange });
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

/** Where the very first build has errors there is nothing to show: then as soon as they are mended. */
export async function demonstrate(
  { local, delivery, newsroom }: Backstage,
  tell: (line: string) => void,
): Promise<void> {
  const showDemo = () => ensureDemo(delivery.ports, subscriberPorts(local));
  if (await showDemo()) return;
  const stop = newsroom?.onChange(() =>
    showDemo().then(
      (shown) => void (shown && stop?.()),
      (error: unknown) => tell(`The demo was not shown: ${errorText(error)}`),
    ),
  );
}
