/**
 * Lambda's runtime for Node: polls for events, calls the handler, reports results.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Handler, loadHandler } from './load-handler.ts';

const { AWS_LAMBDA_RUNTIME_API: address, LAMBDA_TASK_ROOT: code, _HANDLER: name } = process.env;

/** Waits for an event without limit, where fetch gives up after five minutes. Throws, and ends this process, if the API is gone. */
async function call(
  path: string,
  said?: unknown,
): Promise<Pick<IncomingMessage, 'headers'> & { body: string }> {
  const method = said === undefined ? 'GET' : 'POST';
  const asking = request(`http://${address}/2018-06-01/runtime/${path}`, { method });
  asking.end(said === undefined ? '' : JSON.stringify(said));
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const body = await text(answer);
  if (answer.statusCode! >= 300) throw new Error(`${path}: ${answer.statusCode} ${body}`);
  return { headers: answer.headers, body };
}

const told = (error: unknown) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, stackTrace: error.stack?.split('\n') ?? [] }
    : { errorType: typeof error, errorMessage: String(error), stackTrace: [] };

async function load(): Promise<Handler> {
  try {
    return await loadHandler(code!, name!);
  } catch (error) {
    await call('init/error', told(error));
    process.exit(1);
  }
}

async function answerNext(handler: Handler): Promise<void> {
  const { headers, body } = await call('invocation/next');
  const awsRequestId = String(headers['lambda-runtime-aws-request-id']);
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = { awsRequestId, getRemainingTimeInMillis: () => deadline - Date.now() };
  const [kind, said] = await handler(JSON.parse(body), context).then(
    (result) => ['response', result ?? null] as const,
    (error: unknown) => ['error', told(error)] as const,
  );
  await call(`invocation/${awsRequestId}/${kind}`, said);
}

const handler = await load();
for (;;) await answerNext(handler);
