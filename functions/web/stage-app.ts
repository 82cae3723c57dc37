/** The application on AWS: the same routes as anywhere, the forms' parts opened by the first form. */
import type { Context, Hono } from 'hono';
import type { Blobs } from '../domain/release/release.ts';
import type { LambdaBindings } from './lambda-http.ts';
import type { FormPorts } from './mount-forms.ts';
import { type Answering, createAnswering } from './site/answer-content.ts';
import { createSite, type WebDeps } from './site/site.ts';

export type StageParts = Pick<WebDeps, 'base' | 'views' | 'ledger' | 'clock' | 'report'> & {
  blobs: Blobs;
  ports: Omit<FormPorts, 'clientAddress'>;
  /** Whatever `ports` needs is there when it resolves. */
  ready(): Promise<void>;
};

/** `answering`: the same content, where no router is needed; most starts never load one. */
export function createStageApp({ ports, ready, ...parts }: StageParts): {
  app: Pick<Hono, 'fetch'>;
  answering: Answering;
} {
  // Not spread: a port that is a getter is asked when a request comes.
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
    // A failure is forgotten: whoever asks next tries again.
    app ??= open().catch((error: unknown) => {
      app = undefined;
      throw error;
    });
    return (await app).fetch(request, bindings);
  };
  return { app: { fetch }, answering: createAnswering(site, { absent: true }) };
}

/** CloudFront's word, which lambda-http.ts has made sure is CloudFront's. */
const viewerOf = (c: Context): string => (c.env as LambdaBindings).viewer;
