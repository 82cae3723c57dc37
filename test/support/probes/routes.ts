/** Every route, read off the application and every mount of functions/web, so that a new route needs no entry here. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { aSite, aStore } from '../builders/small-site.ts';

const WEB = join(import.meta.dirname, '../../../functions/web');

export type KnownRoute = { method: string; path: string };

export async function routes(): Promise<KnownRoute[]> {
  const mounted = new Hono();
  for (const file of readdirSync(WEB, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const exported = (await import(join(WEB, file))) as Record<string, unknown>;
    for (const [name, mount] of Object.entries(exported))
      if (name.startsWith('mount')) (mount as (app: Hono, ports: object) => void)(mounted, {});
  }
  const all = [...aSite(aStore()).app.routes, ...mounted.routes].filter(({ method }) => method !== 'ALL');
  const known = new Map(all.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...known.values()];
}
