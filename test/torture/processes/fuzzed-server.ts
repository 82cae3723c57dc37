/** A whole server to be asked anything: the test publication, readers in every state, letters in the outbox, real HTTP. */

import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type LinkPurpose, signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { addSubscriber } from '../../../functions/flows/import/add-subscriber.ts';
import { sendEdition } from '../../../functions/flows/runs/send.ts';
import { emptyRun } from '../../../functions/flows/schedule/start-run.ts';
import { unsubscribeAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import { openLocalApp } from '../../../functions/server/local-app.ts';
import { listen } from '../../../functions/server/local-server.ts';
import { createClock } from '../../../functions/wiring/clock.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { createLiveBuild } from '../../../functions/wiring/local/live-build.ts';
import { openPublished } from '../../../functions/wiring/local/published.ts';
import { collectSubscriberPorts } from '../../../functions/wiring/local/subscribers.ts';
import { TEST_PUBLICATION } from '../../support/builders/test-publication.ts';

export type Asked = {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
};
export type Answered = { status: number; headers: IncomingHttpHeaders; body: string };

/** `token` is good for `/<purpose>/:token`. */
export type Link = { purpose: LinkPurpose; token: string };

export type FuzzedServer = Awaited<ReturnType<typeof openFuzzedServer>>;

export async function openFuzzedServer(preview: boolean) {
  const dataDir = mkdtempSync(join(tmpdir(), 'fuzzed-'));
  const about = {
    DATA_DIR: dataDir,
    CONTENT_DIR: TEST_PUBLICATION,
    PORT: '0',
    CLOCK: '2026-11-23T12:00:00Z',
  };
  const config = readConfig(about, process.cwd());
  const published = openPublished(config, createClock(config));
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  const localApp = await openLocalApp(published, { preview, automatic: false, tell, ring: () => {} });
  const liveBuild = localApp.liveBuild ?? createLiveBuild(published, tell);
  await liveBuild.refresh();
  const links = await populate(localApp);
  const parts = { published, preview, problems: liveBuild.problems, localApp: async () => localApp, tell };
  const http = await listen(parts, Promise.resolve());
  const { port } = new URL(http.url);
  told.length = 0;
  return {
    ...{ told, links, preview },
    ask: (asked: Asked) => ask(Number(port), asked),
    port: Number(port),
    /** All that is kept, in the order of its keys. */
    kept: () => dump(join(config.dataDir, 'broadsheet.db')),
    async close() {
      await http.close();
      await localApp.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Backstage = Awaited<ReturnType<typeof openLocalApp>>;

/** Readers in every state, letters sent, a held run; returns links of every purpose. */
async function populate({ local, delivery }: Backstage): Promise<Link[]> {
  const ports = collectSubscriberPorts(local);
  for (const name of ['ada', 'ben', 'cay']) {
    const about = { newsletters: ['brief', 'daily'], source: 'command' };
    await addSubscriber(ports, { email: `${name}@reader.example`, ...about });
  }
  await unsubscribeAddress(ports, 'cay@reader.example');
  const asked = { newsletters: ['brief'], topics: [], client: '192.0.2.1', source: 'form', form: 'w' };
  await subscribe(ports, { email: 'dan@reader.example', ...asked });
  const run = await sendEdition(delivery.ports, '2026-11-20-brief');
  while ((await createDelivery(delivery.ports).work()) === 'worked');
  const about = { state: 'held', createdAt: local.clock(), until: local.clock() + 1e9 } as const;
  await local.ledger.createRun(emptyRun({ ...run, id: 'a_alert', kind: 'alert' }, about));
  const people = await local.subscribers.page({ after: '', limit: 99 });
  const purposes: LinkPurpose[] = ['confirm', 'preferences', 'unsubscribe', 'undo', 'manage'];
  const expires = local.clock() + 1e9;
  const link = (purpose: LinkPurpose, subject: string, about = ''): Link => {
    const person = people.find(({ id }) => id === subject);
    const ref = purpose === 'confirm' ? person?.requests?.at(-1)?.ref : undefined;
    const marks = { epoch: person?.epoch, ref };
    return { purpose, token: signLink(local.secrets, { purpose, subject, about, expires, ...marks }) };
  };
  const links = people.flatMap(({ id }) => purposes.map((purpose) => link(purpose, id)));
  return [...links, link('unsubscribe', people[0]!.id, 'brief'), link('stop', 'a_alert')];
}

/** What does not end (a stream of events) is let go once its head has come. */
function ask(port: number, { method, path, headers, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    // Said for every method: node's client would send a DELETE's body as a second request.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent: ClientRequest = request(
      { port, method, path, headers: { host: 'localhost', ...headers, ...length } },
      (answer) => {
        const { statusCode: status = 0, headers } = answer;
        const parts: Buffer[] = [];
        const done = () => resolve({ status, headers, body: plain(Buffer.concat(parts), headers) });
        if (headers['content-type']?.startsWith('text/event-stream')) {
          sent.destroy();
          return done();
        }
        answer
          .on('data', (part: Buffer) => parts.push(part))
          .on('end', done)
          .on('error', reject);
      },
    );
    sent.on('error', reject);
    // No promise for ever: a server that does not answer is a fault as well.
    sent.setTimeout(30_000, () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.end(body);
  });
}

function plain(bytes: Buffer, headers: IncomingHttpHeaders): string {
  const encoding = bytes.length > 0 ? headers['content-encoding'] : undefined;
  if (encoding === 'gzip') return gunzipSync(bytes).toString('utf8');
  return (encoding === 'br' ? brotliDecompressSync(bytes) : bytes).toString('utf8');
}

function dump(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  // Limits count uses; they are no memory of anybody.
  const kept = tables.filter(({ name }) => name !== 'limits');
  const rows = kept.map(({ name }) => [name, db.prepare(`SELECT * FROM ${name}`).all()]);
  db.close();
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
