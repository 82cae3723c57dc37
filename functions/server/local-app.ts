/**
 * The part of the local server that is opened lazily, because the first answer does not need it: database, delivery, live
 * build, and their routes.
 */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono } from 'hono';
import { FAVICON } from '../domain/site/paths.ts';
import { errorText } from '../flows/log-text.ts';
import { ensureDemo } from '../flows/runs/demo.ts';
import { type PageContext, pageContext } from '../pages/parts/context.ts';
import { mountOutbox } from '../web/editors/outbox.ts';
import { mountPreview } from '../web/editors/preview.ts';
import { mountForms } from '../web/mount-forms.ts';
import type { Config } from '../wiring/config.ts';
import { type OpenedDelivery, openDelivery } from '../wiring/local/delivery.ts';
import { createLiveBuild, type LiveBuild } from '../wiring/local/live-build.ts';
import { completeLocal, type LocalParts } from '../wiring/local/local.ts';
import type { Published } from '../wiring/local/published.ts';
import { collectSubscriberPorts } from '../wiring/local/subscribers.ts';
import { readMail } from '../wiring/mail.ts';
import { openProofs } from '../wiring/proof-of-work.ts';
import { clientAddressBy } from '../wiring/trusted-proxy.ts';
import { createLocalOnlyGuard, guardRoutes } from './local-only.ts';

export type LocalApp = {
  local: LocalParts;
  delivery: OpenedDelivery;
  /** Only on an editor's machine. */
  liveBuild: LiveBuild | undefined;
  /** Mounts sign-up, links of letters, outbox and previews. */
  mount(app: Hono): void;
  close(): Promise<void>;
};

export type LocalAppOptions = {
  preview: boolean;
  automatic: boolean;
  tell: (line: string) => void;
  /** Called when a run or a notice waits for delivery. */
  ring: () => void;
};

export async function openLocalApp(published: Published, options: LocalAppOptions): Promise<LocalApp> {
  await using opening = new AsyncDisposableStack();
  const { automatic, tell, ring } = options;
  const local = opening.adopt(await completeLocal(published), (l) => l.close());
  const delivery = opening.adopt(
    await openDelivery(local, { automatic, log: tell, doorbell: { ring } }),
    (d) => d.close(),
  );
  const liveBuild = options.preview
    ? opening.adopt(createLiveBuild(published, tell), (n) => n.close())
    : undefined;
  const opened = opening.move();
  const parts = { local, delivery, liveBuild };
  return { ...parts, mount: (app) => mountAll(app, parts), close: () => opened.disposeAsync() };
}

function mountAll(app: Hono, { local, delivery, liveBuild }: Omit<LocalApp, 'mount' | 'close'>): void {
  const { views, blobs, clock, config, ledger } = local;
  const { doorbell } = delivery.ports;
  const base = config.baseUrl;
  const preview = liveBuild !== undefined;
  const context = async () => pageContext(await views.current(), { base, now: clock(), preview });
  const mailContext = outboxContext(context);
  mountForms(app, {
    ...collectSubscriberPorts(local, doorbell),
    ...{ ledger, views, doorbell, context, clientAddress: clientAddressIn(config), proofs: openProofs() },
  });
  const { outbox } = delivery;
  // The outbox shows letters with their personal links, so only this machine may see it, even where the rest is public.
  if (outbox) {
    app.use('/outbox/*', guardRoutes(createLocalOnlyGuard(config)));
    mountOutbox(app, { outbox, readMail, context: mailContext });
  }
  if (liveBuild)
    mountPreview(app, { views, base, blobs, context: mailContext, onChange: liveBuild.onChange });
}

/** The socket's address, or the one that a proxy named in TRUSTED_PROXY forwards. Other headers may be forged. */
function clientAddressIn({ trustedProxy }: Config): (c: Context) => string {
  const clientAddress = clientAddressBy(trustedProxy);
  return (c) => clientAddress(getConnInfo(c).remote.address ?? '', (name) => c.req.header(name));
}

const outboxContext = (context: () => Promise<PageContext>) => async () => {
  const { publication, words, assets } = await context();
  const { title, language, timezone } = publication;
  const asset = (name: string) => `/${assets[name] ?? name}`;
  const paths = { icon: asset(FAVICON), reload: asset('preview.js') };
  return { title, words, language, timezone, ...paths };
};

/** If the very first build has errors there is nothing to show; the demo is then shown as soon as the errors are mended. */
export async function ensureDemoShown(
  { local, delivery, liveBuild }: LocalApp,
  tell: (line: string) => void,
): Promise<void> {
  const showDemo = () => ensureDemo(delivery.ports, collectSubscriberPorts(local));
  if (await showDemo()) return;
  const stop = liveBuild?.onChange(() =>
    showDemo().then(
      (shown) => void (shown && stop?.()),
      (error: unknown) => tell(`The demo was not shown: ${errorText(error)}`),
    ),
  );
}
