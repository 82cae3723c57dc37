/** The newsroom of one machine: builds what is saved, publishes what is whole, tells who listens. */
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { errorsIn, type Problem } from '../domain/problem.ts';
import { publish } from '../flows/publish.ts';
import { buildRelease, distBlobs } from './build.ts';
import { commitOf } from './commit.ts';
import type { Local } from './local.ts';

export type Newsroom = {
  /** Builds and publishes what has changed; resolves when the content as it was at the call is live, or found wrong. */
  refresh(): Promise<void>;
  problems(): readonly Problem[];
  onChange(listener: () => void): () => void;
  watch(): void;
  close(): void;
};

/** Editors save a file in several steps; this long after the last one it is taken as saved. Milliseconds. */
const SETTLED = 60;

export function createNewsroom(local: Local, tell: (line: string) => void): Newsroom {
  const { config } = local;
  const listeners = new Set<() => void>();
  const watchers: FSWatcher[] = [];
  const state = {
    problems: [] as readonly Problem[],
    running: Promise.resolve(),
    timer: undefined as NodeJS.Timeout | undefined,
  };

  async function refreshOnce(): Promise<void> {
    const { hash, problems } = await buildRelease(config);
    const before = JSON.stringify(state.problems);
    state.problems = problems;
    const changed = hash !== undefined && (await makeLive(local, hash));
    if (changed || before !== JSON.stringify(problems)) for (const listener of listeners) listener();
    if (hash === undefined)
      tell(
        `${errorsIn(problems).length} errors in the content; what was live stays. See above, or any page.`,
      );
  }

  const refresh = (): Promise<void> => {
    state.running = state.running.then(refreshOnce).catch((error: unknown) => {
      tell(`The build broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
    return state.running;
  };

  const soon = () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(refresh, SETTLED);
  };

  return {
    refresh,
    problems: () => state.problems,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch() {
      for (const folder of [config.contentDir, config.templatesDir].filter((f) => existsSync(f))) {
        watchers.push(watch(folder, { recursive: true }, soon));
      }
    },
    close() {
      clearTimeout(state.timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** False: it was live already. The editor's own tree is explicit: a checkout of an older commit is shown as well. */
async function makeLive(local: Local, hash: string): Promise<boolean> {
  const { blobs, pointers, clock, config } = local;
  if ((await pointers.read())?.release === hash) return false;
  await publish({ from: distBlobs(config), to: blobs, pointers, clock }, hash, {
    commit: await commitOf(config.contentDir),
    explicit: true,
  });
  return true;
}
