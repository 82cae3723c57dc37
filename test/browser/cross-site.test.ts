import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser, withPage } from '../support/hosts/browser.ts';
import { type FuzzedServer, openFuzzedServer } from '../torture/processes/fuzzed-server.ts';

/** A page of somebody else, on a site of its own: all that its script does to ours, and all that it could read. */
const EVIL = (target: string, paths: readonly string[]) => `<!doctype html><title>evil</title><body><script>
const target = ${JSON.stringify(target)}, paths = ${JSON.stringify(paths)};
const read = [], at = (path) => target + path;
const patiently = (work) => Promise.race([work, new Promise((go) => setTimeout(go, 3000))]);
const say = (how, path, what) => read.push(how + ' ' + path + ': ' + String(what).slice(0, 80));

async function fetches(path) {
  for (const [method, headers] of [['GET', {}], ['GET', { 'X-Own': '1' }], ['POST', {}], ['DELETE', {}]])
    for (const credentials of ['include', 'omit'])
    await fetch(at(path), { method, headers, credentials })
        .then(async (answer) => say('fetch', path, answer.status + await answer.text()), () => {});
  const body = new URLSearchParams({ intent: 'leave', email: 'x@evil.example', newsletter: 'brief', sure: 'yes' });
  for (const given of [body, new Blob(['List-Unsubscribe=One-Click'], { type: 'text/plain' })])
    await fetch(at(path), { method: 'POST', body: given, mode: 'no-cors', credentials: 'include' })
      .then(async (answer) => { if (answer.type !== 'opaque' || await answer.text()) say('opaque', path, answer.type); }, () => {});
  navigator.sendBeacon(at(path), body);
}

/** What loads tells that it is there; what is drawn can be measured. */
function element(name, path, fields, told) {
  const made = document.createElement(name);
  return patiently(new Promise((done) => {
    made.onload = () => { told(made); done(); };
    made.onerror = () => done();
    Object.assign(made, fields);
    document.body.append(made);
  })).finally(() => made.remove());
}
async function embeds(path) {
  const personal = !/^\\/(assets|media|feed|articles)|^\\/$/.test(path);
  await element('script', path, { src: at(path) }, () => personal && say('script', path, 'ran'));
  await element('link', path, { rel: 'stylesheet', href: at(path) }, ({ sheet }) => {
    if (personal) say('style', path, 'loaded');
    try { say('style', path, sheet.cssRules[0].cssText); } catch {}
  });
  await element('img', path, { src: at(path) }, ({ naturalWidth }) => personal && say('img', path, naturalWidth));
  await element('iframe', path, { src: at(path) }, ({ contentWindow, contentDocument }) => {
    if (contentDocument && contentDocument.body.textContent) say('frame', path, contentDocument.body.textContent);
    try { say('frame', path, contentWindow.document.body.textContent); } catch {}
    if (contentWindow.length) say('frames within', path, contentWindow.length);
  });
  await element('object', path, { data: at(path) }, ({ contentDocument }) => contentDocument && say('object', path, contentDocument.title));
}

async function windows(path) {
  const opened = window.open(at(path));
  await new Promise((go) => setTimeout(go, 250));
  if (!opened) return;
  // Until something comes, and where it is kept as a file, it is a page of the opener's own, and empty.
  try { if (opened.document.body.textContent) say('window', path, opened.document.body.textContent); } catch {}
  opened.postMessage('reload', '*');
  opened.close();
}
const streams = (path) => patiently(new Promise((done) => {
  const source = new EventSource(at(path), { withCredentials: true });
  for (const name of ['open', 'message', 'alive', 'reload']) source.addEventListener(name, () => say('stream', path, name));
  source.onerror = () => { source.close(); done(); };
}));
const sockets = (path) => patiently(new Promise((done) => {
  const socket = new WebSocket(at(path).replace('http', 'ws'));
  socket.onopen = () => { say('socket', path, 'open'); done(); };
  socket.onerror = done;
}));

function forms(path) {
  for (const [method, enctype] of [['post', 'application/x-www-form-urlencoded'], ['post', 'multipart/form-data'], ['post', 'text/plain'], ['get', '']]) {
    const form = Object.assign(document.createElement('form'), { action: at(path), method, enctype, target: 'hidden' });
    form.innerHTML = '<input name=intent value=leave><input name=email value=x@evil.example><input name=newsletter value=brief><input name=sure value=yes><input name=List-Unsubscribe value=One-Click>';
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
  }
}
addEventListener('message', ({ data }) => say('message', '', data));
window.attack = async () => {
  document.body.append(Object.assign(document.createElement('iframe'), { name: 'hidden' }));
  for (const path of paths) {
    await Promise.all([fetches(path), embeds(path), windows(path), streams(path), sockets(path)]);
    forms(path);
    await new Promise((go) => setTimeout(go, 100));
  }
  return read;
};
</script>`;

let browser: Browser;
beforeAll(async () => {
  // A name that an attacker owns, and leads to this machine when it likes.
  browser = await startBrowser([
    '--host-resolver-rules=MAP rebound.example 127.0.0.1',
    '--disable-popup-blocking',
  ]);
});
afterAll(() => browser?.close());

describe.each([
  ['a published site', false],
  ['an editor’s preview', true],
])('a page of another site, before %s', (_, preview) => {
  let server: FuzzedServer;
  beforeAll(async () => {
    server = await openFuzzedServer(preview);
  });
  afterAll(() => server?.close());

  it('reads nothing and changes nothing, by whatever a page can do', async () => {
    const paths = [
      ...[
        '/',
        '/subscribe',
        '/outbox',
        '/outbox/messages.json',
        '/outbox/messages/1.html',
        '/outbox/messages/1.eml',
      ],
      ...[
        '/preview/events',
        '/preview/letters',
        '/preferences/forged',
        '/unsubscribe/forged',
        '/manage/forged',
        ...['/outbox/outbox.js', '/outbox/outbox.css'],
      ],
    ];
    const evil = createServer((_, answer) =>
      answer.setHeader('Content-Type', 'text/html').end(EVIL(`http://localhost:${server.port}`, paths)),
    ).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    const before = server.kept();
    try {
      await withPage(browser, {}, async (page) => {
        await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`);
        expect(await page.evaluate('attack()')).toEqual([]);
      });
    } finally {
      evil.close();
    }
    expect(server.kept()).toBe(before);
    expect(server.told).toEqual([]);
  });

  it('whose name leads to this machine is shown no letter and no draft', async () => {
    const paths = [
      '/outbox',
      '/outbox/messages.json',
      '/outbox/messages/1.eml',
      ...(preview ? ['/', '/preview/letters'] : []),
    ];
    await withPage(browser, {}, async (page) => {
      for (const path of paths) {
        const answer = await page.goto(`http://rebound.example:${server.port}${path}`);
        expect([path, answer!.status(), await answer!.text()]).toEqual([
          path,
          403,
          expect.stringContaining('BASE_URL'),
        ]);
      }
    });
  });
});
