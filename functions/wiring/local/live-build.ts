/** Live reload on one machine: builds saved sources, publishes the release, and tells open pages. */
import { type FolderWatch, watchFolders } from '../../adapters/fs/watch.ts';
import { errorsOf, formatProblem, type Problem, stopsRelease, tallyOf } from '../../domain/problem.ts';
import { errorText, errorTextWithStack } from '../../flows/log-text.ts';
import { publish } from '../../flows/release/publish.ts';
import { buildRelease, createDistBlobs } from '../build/build.ts';
import { createMediaProcesses } from '../build/media-process.ts';
import { readCommit } from '../commit.ts';
import { compareWithLive } from './compare-with-live.ts';
import type { Published } from './published.ts';

export type LiveBuild = {
  /** Builds and publishes changes; resolves when the content of the moment of the call is live, or has problems. */
  refresh(): Promise<void>;
  problems(): readonly Problem[];
  onChange(listener: () => void): () => void;
  watch(): void;
  close(): void;
};

/** Milliseconds to debounce saves: programs save a file in several steps, and the build waits until these have ended. */
const SAVE_DEBOUNCE_MS = 60;

export function createLiveBuild(published: Published, tell: (line: string) => void): LiveBuild {
  const { config } = published;
  const listeners = new Set<() => void>();
  const mediaProcesses = createMediaProcesses(config.templatesDir);
  const state = {
    problems: [] as readonly Problem[],
    running: Promise.resolve(),
    timer: undefined as NodeJS.Timeout | undefined,
    watch: undefined as FolderWatch | undefined,
  };

  async function refreshOnce(): Promise<void> {
    state.watch?.follow();
    const { hash, problems } = await buildAndCompare();
    const news = describeChanges(state.problems, problems);
    state.problems = problems;
    for (const line of news) tell(line);
    const changed = hash !== undefined && (await publishBuild(published, hash));
    if (changed || news.length > 0) for (const listener of listeners) listener();
  }

  /** A story that would change its name is an error like any other, so the live release stays. */
  async function buildAndCompare(): Promise<{ hash: string | undefined; problems: readonly Problem[] }> {
    const { hash, problems } = await buildRelease(config, mediaProcesses);
    const back = await compareWithLive(
      config,
      { hash, blobs: createDistBlobs(config) },
      published,
      published.clock(),
    );
    const isRefused = errorsOf(back.problems).length > 0;
    return { hash: isRefused ? undefined : hash, problems: [...problems, ...back.problems] };
  }

  const refresh = (): Promise<void> => {
    state.running = state.running.then(refreshOnce).catch((error: unknown) => {
      tell(`The build broke: ${errorTextWithStack(error)}`);
    });
    return state.running;
  };

  const soon = () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(refresh, SAVE_DEBOUNCE_MS);
  };

  return {
    refresh,
    problems: () => state.problems,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch() {
      try {
        state.watch = watchFolders([config.contentDir, config.templatesDir], soon);
      } catch (error) {
        tell(`Edits show only after a restart, because nothing can be watched: ${errorText(error)}`);
      }
    },
    close() {
      clearTimeout(state.timer);
      state.watch?.close();
      mediaProcesses.close();
    },
  };
}

/** Lines for the terminal: new problems and the tally of all. Empty if nothing has changed. */
function describeChanges(before: readonly Problem[], after: readonly Problem[]): string[] {
  const known = new Set(before.map(formatProblem));
  const fresh = after.map(formatProblem).filter((line) => !known.has(line));
  if (fresh.length === 0 && before.length === after.length) return [];
  if (after.length === 0) return ['No problems any more.'];
  const stands = stopsRelease(after) ? ': what was live stays until the errors are mended' : '';
  return [...fresh, `${tallyOf(after)}${stands}.`];
}

/** False if the release was live already. The build counts as explicit, so that a checkout of an older commit is shown too. */
async function publishBuild(published: Published, hash: string): Promise<boolean> {
  const { blobs, pointers, views, clock, config } = published;
  if ((await pointers.read())?.release === hash) return false;
  await publish({ from: createDistBlobs(config), to: blobs, pointers, clock }, hash, {
    commit: await readCommit(config.contentDir),
    explicit: true,
  });
  views.expire();
  return true;
}
