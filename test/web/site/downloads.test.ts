import { describe, expect, it } from 'vitest';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';

const BYTES = new TextEncoder().encode('0123456789');
const KEY = 'media/talk-0123456789abcdef.mp3';

function player() {
  const ranges = {
    size: async (key: string) => (key === KEY ? BYTES.length : undefined),
    read: (_: string, first: number, last: number) => new Blob([BYTES.slice(first, last + 1)]).stream(),
  };
  const { app } = aSite(aFullStore(), { ranges });
  return (fields: Record<string, string> = {}, method = 'GET') =>
    app.request(`/${KEY}`, { method, headers: fields });
}

describe('a file of the content', () => {
  it('is served whole, for ever, with its type and a policy under which nothing runs', async () => {
    const { status, headers } = await player()();
    expect([status, headers.get('content-type'), headers.get('content-length')]).toEqual([
      200,
      'audio/mpeg',
      '10',
    ]);
    expect(headers.get('cache-control')).toContain('immutable');
    expect(headers.get('accept-ranges')).toBe('bytes');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-disposition')).toBe('inline; filename="talk.mp3"');
  });

  it('is served in parts, as players of iOS ask', async () => {
    const response = await player()({ range: 'bytes=0-1' });
    expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual([
      206,
      'bytes 0-1/10',
      '01',
    ]);
  });

  it('answers 416 behind its end, 304 to who holds it, and the whole to who holds another', async () => {
    const ask = player();
    const etag = (await ask()).headers.get('etag')!;
    const behind = await ask({ range: 'bytes=10-' });
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
    expect((await ask({ range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
    expect((await ask({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });

  it('answers HEAD with the length and no body', async () => {
    const response = await player()({}, 'HEAD');
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['10', '']);
  });

  it('that is missing is 404', async () => {
    const { app } = aSite(aFullStore(), {
      ranges: { size: async () => undefined, read: () => new Blob([]).stream() },
    });
    expect((await app.request('/media/other-0123456789abcdef.pdf')).status).toBe(404);
  });
});
