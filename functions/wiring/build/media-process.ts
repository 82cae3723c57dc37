/**
 * The media processes (child processes): work of a build that takes hundreds of megabytes (decoded pictures, the MJML compiler) runs in
 * processes that end when idle. A server that built once would otherwise keep that memory as long as it runs.
 */
import type { BuildPorts } from '../../flows/build/build-ports.ts';
import { boundedImages, PICTURE_LIMIT } from './bounded-images.ts';
import type { MediaCalls } from './media-process-messages.ts';
import { createCrew } from './media-process-pool.ts';

export type Workshop = Pick<BuildPorts, 'images' | 'mail'> & {
  /** The id of one running process; undefined if none runs. */
  pid(): number | undefined;
  /** Ends the processes; a call under way is finished first. */
  close(): void;
};

/** Milliseconds after which an idle process ends. Less passes between two pictures of one build. */
const IDLE = 5000;
const IDLE_WHEN_CLOSED = 200;

/** Pictures that a build encodes at once. */
const PAINTERS = 2;

/** `limit`: CPU time in milliseconds for each picture. No process is started before the first call. */
export function createWorkshop(
  templatesDir: string,
  { idle = IDLE, limit = PICTURE_LIMIT }: { idle?: number; limit?: number } = {},
): Workshop {
  const [painters, setters] = [createCrew(PAINTERS, idle), createCrew(1, idle)];
  const images = boundedImages(painters, limit);
  return {
    images: async () => images,
    mail: async () => ({
      compile: () => setters.ask('compile', [templatesDir]) as ReturnType<MediaCalls['compile']>,
    }),
    pid: () => painters.pid() ?? setters.pid(),
    close() {
      for (const crew of [painters, setters]) crew.rest(IDLE_WHEN_CLOSED);
    },
  };
}
