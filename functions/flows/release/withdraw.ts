/** Withdraws an article at once, without a build, or restores it. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs, Pointer, Pointers } from '../../domain/release/release.ts';
import type { Clock } from '../../domain/time/instant.ts';
import { openRelease } from './open-release.ts';
import { flip } from './switch-release.ts';

export type WithdrawPorts = { blobs: Blobs; pointers: Pointers; clock: Clock };

/** Takes an id, slug or old slug, and returns the id. Throws `not-found` if the live release has no such article. Idempotent. */
export function withdraw(
  ports: WithdrawPorts,
  article: string,
): Promise<{ article: string; pointer: Pointer }> {
  return ports.pointers.hold(() => withdrawHeld(ports, article));
}

async function withdrawHeld(ports: WithdrawPorts, article: string) {
  const current = await live(ports);
  const id = await articleId(ports, current, article);
  if (id === undefined) {
    throw new BroadsheetError('not-found', `The live release has no article "${article}".`, {
      remedy: 'Give its id or its slug: the last part of its address.',
    });
  }
  if (current.withdrawn.some((w) => w.article === id)) return { article: id, pointer: current };
  const now = ports.clock();
  const next = { ...current, withdrawn: [...current.withdrawn, { article: id, at: now }] };
  return { article: id, pointer: await flip(ports, current, next, now) };
}

/** Takes also the id of an article that the live release no longer has. Throws `not-found` if the article is not withdrawn. */
export function restore(ports: WithdrawPorts, article: string): Promise<Pointer> {
  return ports.pointers.hold(() => restoreHeld(ports, article));
}

async function restoreHeld(ports: WithdrawPorts, article: string): Promise<Pointer> {
  const current = await live(ports);
  const id = (await articleId(ports, current, article)) ?? article;
  const withdrawn = current.withdrawn.filter((w) => w.article !== id);
  if (withdrawn.length === current.withdrawn.length) {
    throw new BroadsheetError('not-found', `"${article}" is not withdrawn.`, {
      remedy: 'An article that its own front matter withdraws comes back when that is deleted.',
    });
  }
  return flip(ports, current, { ...current, withdrawn }, ports.clock());
}

async function live({ pointers }: WithdrawPorts): Promise<Pointer> {
  const current = await pointers.read();
  if (current) return current;
  throw new BroadsheetError('not-found', 'Nothing has been published yet.', {
    remedy: 'Publish it: npm run broadsheet -- publish',
  });
}

async function articleId(
  ports: WithdrawPorts,
  { release }: Pointer,
  article: string,
): Promise<string | undefined> {
  const opened = await openRelease(ports.blobs, release);
  const found = (await opened.byId(article)) ?? (await opened.find(article));
  if (found === undefined || 'id' in found) return found?.id;
  return found.entry?.id;
}
