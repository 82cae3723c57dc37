/** A function's own process, as Lambda runs it: the bundle is loaded once, events come one after the other. */
import { pathToFileURL } from 'node:url';

const [bundle] = process.argv.slice(2);
const { handler } = (await import(pathToFileURL(bundle!).href)) as {
  handler(event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<unknown>;
};

process.on('message', async ({ id, event, deadline }: { id: number; event: unknown; deadline: number }) => {
  const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    process.send!({ id, result: await handler(event, context) });
  } catch (error) {
    process.send!({ id, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
  }
});
process.send!({ ready: true });
