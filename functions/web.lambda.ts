/** HTTP: pages, feeds, forms. */
import { createHttpHandler, type HttpEvent } from './web/lambda-http.ts';
import { createStageApp } from './web/stage-app.ts';
import { journal } from './wiring/journal.ts';
import { once } from './wiring/lazily.ts';
import { openStage } from './wiring/stage.ts';
import { openSite } from './wiring/stage-site.ts';

const stage = openStage(process.env, journal.log);
const open = once(async () => {
  const app = createStageApp({ ...stage, ...(await openSite(stage)) });
  const secret = await stage.originSecret();
  return createHttpHandler(app, () => secret);
});

export const handler = async (event: HttpEvent) => (await open())(event);
