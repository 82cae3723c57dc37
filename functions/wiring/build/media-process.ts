/**
 * The workshop: what takes hundreds of megabytes of a build (decoded pictures, the MJML compiler) is done by processes that end
 * when nothing is left to do. A server that built once would keep all of it for as long as it runs.
 */
import type { BuildPorts } from '../../flows/build/build-ports.ts';
import { boundedImages, PICTURE_LIMIT } from './bounded-images.ts';
import type { MediaCalls } from './media-process-messages.ts';
import { createCrew } from './media-process-pool.ts';

export type Workshop = Pick<BuildPorts, 'images' | 'mail'> & {
  /** One of its processes; undefined: nobody is at work. */
  pid(): number | undefined;
  /** What is under way is finished first. */
  close(): void;
};

/** Between two pictures of one build less than that passes. Milliseconds. */
const IDLE = 5000;
const IDLE_WHEN_CLOSED = 200;

/** As many as a build encodes at once. */
const PAINTERS = 2;

/** `limit`: for each picture. No process is started before something is wanted. */
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
