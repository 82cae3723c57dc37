/** The process of a function: loads the bundle once and handles events one after the other, as Lambda does. */
import { openSync, readSync } from 'node:fs';
import { loadHandler } from './load-handler.ts';

/** Sets this process's clock to the stage's. The file has the difference in milliseconds, and a process that slept reads it again. */
function goBy(file: string): void {
  const [descriptor, text, real] = [openSync(file, 'r'), Buffer.alloc(16), Date.now];
  Date.now = () => {
    const length = readSync(descriptor, text, 0, text.length, 0);
    return real() + Number(text.toString('latin1', 0, length));
  };
}
if (process.env.STAGE_CLOCK) goBy(process.env.STAGE_CLOCK);

const [code, name] = process.argv.slice(2);
const handler = await loadHandler(code!, name!);

process.on('message', async ({ event, timeout }: { event: unknown; timeout: number }) => {
  const deadline = Date.now() + timeout * 1000;
  const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    process.send!({ result: await handler(event, context) });
  } catch (error) {
    process.send!({ error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
  }
});
process.send!({ ready: true });
