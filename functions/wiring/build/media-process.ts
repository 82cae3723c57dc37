/**
 * The media processes (child processes): work of a build that takes hundreds of megabytes (decoded pictures, the MJML compiler) runs in
 * processes that end when idle. A server that built once would otherwise keep that memory as long as it runs.
 */
import type { BuildPorts } from '../../flows/build/build-ports.ts';
import { createCardDrawer, createPooledImages, PICTURE_CPU_LIMIT } from './bounded-images.ts';
import type { MediaCalls } from './media-process-messages.ts';
import { createMediaPool } from './media-process-pool.ts';

export type MediaProcesses = Pick<BuildPorts, 'images' | 'mail' | 'drawCard'> & {
  /** The id of one running process; undefined if none runs. */
  pid(): number | undefined;
  /** Ends the processes; a call under way is finished first. */
  close(): void;
};

/** Milliseconds after which an idle process ends. Less passes between two pictures of one build. */
const IDLE_TIMEOUT = 5000;
const IDLE_TIMEOUT_WHEN_CLOSED = 200;

/** Pictures that a build encodes at once. */
const MAX_PICTURES_AT_ONCE = 2;

/** `limit`: CPU time in milliseconds for each picture. No process is started before the first call. */
export function createMediaProcesses(
  templatesDir: string,
  { idle = IDLE_TIMEOUT, limit = PICTURE_CPU_LIMIT }: { idle?: number; limit?: number } = {},
): MediaProcesses {
  const [imagePool, mailPool] = [createMediaPool(MAX_PICTURES_AT_ONCE, idle), createMediaPool(1, idle)];
  const images = createPooledImages(imagePool, limit);
  return {
    images: async () => images,
    drawCard: createCardDrawer(imagePool, limit),
    mail: async () => ({
      compile: () => mailPool.ask('compile', [templatesDir]) as ReturnType<MediaCalls['compile']>,
    }),
    pid: () => imagePool.pid() ?? mailPool.pid(),
    close() {
      for (const pool of [imagePool, mailPool]) pool.endWhenIdle(IDLE_TIMEOUT_WHEN_CLOSED);
    },
  };
}
