/** The baseline of the benches: a Hono server that returns stored answers (a JSON file) and does nothing else; without a file, "ok". */
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** `body`: base64. */
export type BareAnswer = {
  path: string;
  status: number;
  fields: Record<string, string>;
  body: string | null;
};

const app = new Hono();
app.get('/', (c) => c.text('ok'));
const [, , file] = process.argv;
const answers = file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as BareAnswer[]);
for (const { path, status, fields, body } of answers) {
  const bytes = body === null ? null : new Uint8Array(Buffer.from(body, 'base64'));
  app.get(path, () => new Response(bytes, { status, headers: fields }));
}
serve({ fetch: app.fetch, port: Number(process.env.PORT) });
