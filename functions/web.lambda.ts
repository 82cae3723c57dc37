/** Answers HTTP requests: pages, feeds, forms. */
import { createHttpHandler } from './web/lambda-http.ts';
import type { HttpEvent } from './web/lambda-request.ts';
import { createStageApp } from './web/stage-app.ts';
import { openLazyLog } from './wiring/aws/lazy-function-log.ts';
import { openStage } from './wiring/aws/stage.ts';
import { openStageSite } from './wiring/aws/stage-site.ts';
import { retryableOnce } from './wiring/lazy.ts';

const lazyLog = openLazyLog();
const stage = openStage(process.env, lazyLog.log, undefined, ['origin']);
const open = retryableOnce(async () => {
  const { app, answering } = createStageApp({ ...stage, ...(await openStageSite(stage)) });
  return createHttpHandler(app, await stage.originSecrets(), answering);
});

export const handler = async (event: HttpEvent) => {
  const answer = await (await open())(event);
  await lazyLog.written();
  return answer;
};
