/** HTTP: pages, feeds, forms. */
import { createHttpHandler, type HttpEvent } from './web/lambda-http.ts';
import { createStageApp } from './web/stage-app.ts';
import { once } from './wiring/lazily.ts';
import { openQuietJournal } from './wiring/quiet-journal.ts';
import { openStage } from './wiring/stage.ts';
import { openSite } from './wiring/stage-site.ts';

const journal = openQuietJournal();
const stage = openStage(process.env, journal.log, undefined, ['origin']);
const open = once(async () => {
  const { app, answering } = createStageApp({ ...stage, ...(await openSite(stage)) });
  return createHttpHandler(app, await stage.originSecrets(), answering);
});

export const handler = async (event: HttpEvent) => {
  const answer = await (await open())(event);
  await journal.written();
  return answer;
};
