/** Answers HTTP requests: pages, feeds, forms. */
import { createHttpHandler } from './web/lambda-http.ts';
import type { HttpEvent } from './web/lambda-request.ts';
import { createStageApp } from './web/stage-app.ts';
import { openQuietJournal } from './wiring/aws/lazy-function-log.ts';
import { openStage } from './wiring/aws/stage.ts';
import { openSite } from './wiring/aws/stage-site.ts';
import { retryableOnce } from './wiring/lazy.ts';

const journal = openQuietJournal();
const stage = openStage(process.env, journal.log, undefined, ['origin']);
const open = retryableOnce(async () => {
  const { app, answering } = createStageApp({ ...stage, ...(await openSite(stage)) });
  return createHttpHandler(app, await stage.originSecrets(), answering);
});

export const handler = async (event: HttpEvent) => {
  const answer = await (await open())(event);
  await journal.written();
  return answer;
};
