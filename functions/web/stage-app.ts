/** The web application on AWS: the same routes as on one machine. Modules and ports of the forms are loaded by the first form request. */
import type { Context, Hono } from 'hono';
import type { Blobs } from '../domain/release/release.ts';
import type { LambdaBindings } from './lambda-http.ts';
import type { FormPorts } from './mount-forms.ts';
import { type Answering, createAnswering } from './site/answer-content.ts';
import { createSite, type WebDeps } from './site/site.ts';

export type StageParts = Pick<WebDeps, 'base' | 'views' | 'ledger' | 'clock' | 'report'> & {
  blobs: Blobs;
  ports: Omit<FormPorts, 'clientAddress'>;
  /** Resolves when `ports` may be used. */
  ready(): Promise<void>;
};

/** `answering`: the same content without a router; most function instances never load one. */
export function createStageApp({ ports, ready, ...parts }: StageParts): {
  app: Pick<Hono, 'fetch'>;
  answering: Answering;
} {
  // No spread: a port that is a getter must be read when a request comes, not now.
  const asked = Object.create(ports, { clientAddress: { value: viewerOf } }) as FormPorts;
  const routes = [
    (app: Hono) =>
      app.use('*', async (_, next) => {
        await ready();
        await next();
      }),
    async (app: Hono) => (await import('./mount-forms.ts')).mountForms(app, asked),
  ];
  const deps: WebDeps = { ...parts, preview: false, routes: routes as WebDeps['routes'] };
  const site = createSite(deps);
  let app: Promise<Hono> | undefined;
  const open = async () => (await import('./app.ts')).createApp(deps, site);
  const fetch: Hono['fetch'] = async (request, bindings) => {
    // A failed load is forgotten, so that the next request tries again.
    app ??= open().catch((error: unknown) => {
      app = undefined;
      throw error;
    });
    return (await app).fetch(request, bindings);
  };
  return { app: { fetch }, answering: createAnswering(site, { absent: true }) };
}

/** The client's address as CloudFront says it; lambda-http.ts has verified that the request came from CloudFront. */
const viewerOf = (c: Context): string => (c.env as LambdaBindings).viewer;
