import { getRequestListener } from '@hono/node-server';
import { describe, expect, it } from 'vitest';
import type { LinkPurpose } from '../../functions/domain/subscribers/signed-link.ts';
import { HOUR } from '../../functions/domain/time/instant.ts';
import { createHttpServer } from '../../functions/server/http-server.ts';
import { aSubscriber } from '../support/builders/subscriptions.ts';
import { aSubscriberSite } from '../support/hosts/subscriber-site.ts';
import { listening, openSocket } from '../support/probes/raw-socket.ts';

const [ADA, BOB] = ['ada@example.com', 'bob@example.com'];
type Site = ReturnType<typeof aSubscriberSite>;

/** Two readers with everything to lose; what is kept of both, and all that was mailed. */
async function aSiteOfTwo() {
  const site = aSubscriberSite();
  await site.ports.subscribers.put(aSubscriber(ADA, { newsletters: ['daily', 'brief'], name: 'Ada' }));
  await site.ports.subscribers.put(aSubscriber(BOB, { newsletters: ['brief'] }));
  const kept = async () => [await site.find(ADA), await site.find(BOB), site.notices, site.remarks];
  return { site, kept, before: structuredClone(await kept()) };
}

const PURPOSES = ['confirm', 'preferences', 'unsubscribe', 'undo', 'manage'] as const;
/** Undoing is a field of the page that unsubscribes. */
const homeOf = (purpose: LinkPurpose) => (purpose === 'undo' ? 'unsubscribe' : purpose);
const valid = (site: Site, purpose: LinkPurpose, email: string, about = 'daily') =>
  site.token(purpose, email, about, site.now + HOUR);

/** No two letters of base64 that differ in case are the same; nor is one that is left out, or said twice. */
function* changed(token: string, other: string): Generator<string> {
  const parts = token.split('.');
  for (let i = 0; i < token.length; i += 2) {
    const was = token[i]!;
    const turned = was === was.toUpperCase() ? was.toLowerCase() : was.toUpperCase();
    if (turned !== was) yield token.slice(0, i) + turned + token.slice(i + 1);
    yield token.slice(0, i);
    yield token.slice(i + 1);
  }
  for (const [i, part] of other.split('.').entries())
    if (part !== parts[i]) yield parts.with(i, part).join('.');
  for (let i = 0; i < parts.length - 1; i++) {
    yield parts
      .with(i, parts[i + 1]!)
      .with(i + 1, parts[i]!)
      .join('.');
    yield [...parts.slice(0, i), `${parts[i]}${parts[i + 1]}`, ...parts.slice(i + 2)].join('.');
  }
  for (const end of ['=', '==', '.', '%3D', '%2e', '.x', '%00', '%0a', ';a=1', '+']) yield token + end;
  yield token.toUpperCase();
  yield token.toLowerCase();
  yield [...parts].reverse().join('.');
  yield `${token}.${other}`;
}

const deeds = (token: string): Record<string, string>[] => [
  { intent: 'leave', reason: 'much', remark: 'x' },
  { intent: 'erase', sure: 'yes', email: 'x@example.net', newsletter: 'brief' },
  { intent: 'undo', undo: token },
  { 'List-Unsubscribe': 'One-Click' },
];

describe('a token of the web', () => {
  it.each(PURPOSES)(
    'of %s opens nothing once it is changed, cut, swapped, joined or in another case',
    async (purpose) => {
      const { site, kept, before } = await aSiteOfTwo();
      const [mine, other] = [valid(site, purpose, ADA), valid(site, purpose, BOB, 'brief')];
      const path = homeOf(purpose);
      const forged = [...changed(mine, other)].filter((one) => one !== mine && one !== other);
      for (const [n, token] of forged.entries()) {
        const asked = [
          await site.get(`/${path}/${token}`),
          await site.post(`/${path}/${token}`, deeds(token)[n % 4]!),
        ];
        for (const answer of asked) {
          expect([token, answer.status]).toEqual([token, expect.toBeOneOf([301, 400, 403, 404])]);
          if (answer.status === 403) expect(answer.headers.get('cache-control')).toBe('no-store');
        }
      }
      expect(forged.length).toBeGreaterThan(100);
      expect(await kept()).toEqual(before);
      expect(site.reported).toEqual([]);
    },
  );

  it('of one purpose does nothing at the address of another, as a link or as a field', async () => {
    const { site, kept, before } = await aSiteOfTwo();
    for (const signed of [...PURPOSES, 'stop', 'release'] as const)
      for (const path of ['confirm', 'preferences', 'unsubscribe', 'manage'].filter(
        (at) => at !== homeOf(signed),
      )) {
        const token = valid(site, signed, ADA);
        expect((await site.get(`/${path}/${token}`)).status).toBe(403);
        for (const fields of deeds(token))
          expect((await site.post(`/${path}/${token}`, fields)).status).toBeOneOf([400, 403]);
      }
    expect(await kept()).toEqual(before);
  });
});

/** With a link that is good, and everything but a POST of it. */
const TRICKS: [string, string][] = [
  ...[
    ...['.xml', '.css', ';.css', ';x=1', '%2ffeed.xml', '/feed.xml', '/', '//', '%00', '%0a', '%20', '.'],
    ...['/..', '/%2e', '%2f..', '%3f', '%23', '\\', '%5c', '=', ',a', '.json', '%c0%80'],
  ].map((after): [string, string] => ['POST', after]),
  ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'post', 'REPORT'].map(
    (method): [string, string] => [method, ''],
  ),
  ...['?List-Unsubscribe=One-Click', '?_method=POST&intent=leave', '.css', '/', '%2ffeed.xml'].map(
    (after): [string, string] => ['GET', after],
  ),
];
const OVERRIDES = ['X-HTTP-Method-Override: POST', 'X-Method-Override: POST', 'X-HTTP-Method: POST'];

describe('a valid one-click link', () => {
  it('lets nobody leave by another method or at another address, and is kept by nobody', async () => {
    const { site, kept, before } = await aSiteOfTwo();
    await using server = await listening(createHttpServer(getRequestListener(site.app.fetch)));
    const token = valid(site, 'unsubscribe', ADA);
    const form = 'List-Unsubscribe=One-Click';
    const type = 'Content-Type: application/x-www-form-urlencoded';
    for (const [method, after] of TRICKS) {
      using socket = openSocket(server.port);
      const fields = [
        'Host: localhost',
        ...OVERRIDES,
        type,
        `Content-Length: ${form.length}`,
        'Connection: close',
      ];
      socket.say(`${method} /unsubscribe/${token}${after} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n${form}`);
      const heard = await socket.closed();
      expect([method, after, heard]).toEqual([method, after, expect.stringMatching(/^HTTP\/1\.1 [2-4]/)]);
      if (/^HTTP\/1\.1 (200|301|403|404|405)/.test(heard))
        expect([method, after, heard]).toEqual([
          method,
          after,
          expect.stringMatching(/cache-control: no-store/i),
        ]);
      expect([method, after, await kept()]).toEqual([method, after, before]);
    }
    expect((await site.post(`/unsubscribe/${token}`, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect((await site.find(ADA))?.newsletters).toEqual(['brief']);
  });
});
