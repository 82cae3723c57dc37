/** The whole site with sign-up and letters' links mounted, over a real store and with the real translations. */
import { createProofs } from '../../../functions/adapters/altcha/proof-of-work.ts';
import type { PageContext } from '../../../functions/pages/parts/context.ts';
import type { ResponsePadding } from '../../../functions/web/readers/form.ts';
import { mountSubscribe } from '../../../functions/web/readers/subscribe.ts';
import { mountSubscriberLinks } from '../../../functions/web/readers/subscriber-links.ts';
import { aSite, aStore } from '../builders/small-site.ts';
import { openSubscriptions } from '../builders/subscriptions.ts';
import { readWords } from '../builders/words.ts';

export function aSubscriberSite(publication?: PageContext['publication']) {
  const desk = openSubscriptions(publication);
  const { ports } = desk;
  const context = async (): Promise<PageContext> => ({
    publication: await ports.publication(),
    words: readWords(publication?.language ?? 'en'),
    assets: {},
    base: 'https://paper.example',
    now: desk.now,
    preview: false,
  });
  const web = { client: '192.0.2.7', settle: (async () => {}) as ResponsePadding, warm: async () => {} };
  const warm = () => web.warm();
  const settle: ResponsePadding = Object.assign(() => web.settle(), {
    took: (ms: number) => web.settle.took?.(ms),
  });
  const { app, reported } = aSite(aStore(publication ? { publication } : {}), {
    routes: [
      (inner) =>
        mountSubscribe(
          inner,
          { ...ports, context, warm, proofs: createProofs(), clientAddress: () => web.client },
          settle,
        ),
      (inner) =>
        mountSubscriberLinks(inner, { ...ports, context, warm, clientAddress: () => web.client }, settle),
    ],
  });
  const html = { accept: 'text/html' };
  const get = (path: string) => app.request(path, { headers: html });
  const post = (path: string, fields: Record<string, string | string[]>) => {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    );
    return app.request(path, { method: 'POST', body, headers: html });
  };
  return Object.assign(desk, { app, get, post, web, reported });
}
