/** For an editor's machine alone: a stream that tells open pages when content or templates have changed. */
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

/** Calls back after every build that changed something; returns how to stop listening. */
export type OnChange = (listener: () => void) => () => void;

/** Proxies and browsers drop a silent connection after a minute or so. */
const HEARTBEAT = 25_000;

export function mountPreview(app: Hono, onChange: OnChange): void {
  app.get('/preview/events', (c) =>
    streamSSE(c, async (stream) => {
      const stop = onChange(() => void stream.writeSSE({ event: 'reload', data: '' }));
      stream.onAbort(stop);
      while (!stream.aborted) {
        await stream.writeSSE({ event: 'alive', data: '' });
        await stream.sleep(HEARTBEAT);
      }
      stop();
    }),
  );
}
