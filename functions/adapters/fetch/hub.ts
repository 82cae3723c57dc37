/** Announces feeds to a WebSub hub over HTTP. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Hub } from '../../domain/site/websub.ts';

const TIMEOUT = 10_000;

export function createHub(): Hub {
  return {
    async seen(topic) {
      try {
        // Asks for plain bytes, because each content encoding has an ETag of its own.
        const response = await request(topic, { method: 'HEAD', headers: { 'Accept-Encoding': 'identity' } });
        return response.ok ? (response.headers.get('etag') ?? undefined) : undefined;
      } catch {
        return undefined;
      }
    },
    async publish(hub, topic) {
      // Public hubs agree on this form; WebSub §7 leaves it open.
      const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic });
      const failed = (cause: unknown) =>
        new BroadsheetError('unavailable', 'The WebSub hub did not answer.', { cause });
      const response = await request(hub, { method: 'POST', body }).catch((cause) => {
        throw failed(cause);
      });
      if (!response.ok) throw failed(new Error(`HTTP ${response.status}`));
    },
  };
}

const request = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
