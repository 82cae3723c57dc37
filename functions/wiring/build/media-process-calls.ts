/** Calls to a media process and its replies (inter-process communication): both ends of the channel. */

import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { Images } from '../../domain/pictures/images.ts';
import { createGivenUpReply, watchCall } from './cpu-limit.ts';
import type { MediaCall, MediaCalls, Reply } from './media-process-messages.ts';

/** The work of each call. Its modules are loaded by the first such call. */
const MEDIA_WORK: MediaCalls = {
  inspect: async (bytes) => (await openImages()).inspect(bytes),
  encode: async (bytes, recipes) => (await openImages()).encode(bytes, recipes),
  drawCard: async (card) => (await import('../../adapters/sharp/share-card.ts')).drawShareCard(card),
  async compile(templatesDir) {
    const { createTemplateCompiler } = await import('../../adapters/mjml/compiler.ts');
    return createTemplateCompiler(templatesDir).compile();
  },
};

let opened: Promise<Images> | undefined;
function openImages(): Promise<Images> {
  opened ??= import('../../adapters/sharp/images.ts').then(({ createImages }) => createImages());
  return opened;
}

/** Answers one call at a time until the channel closes, as it does whenever the other process ends. */
export function answerCalls(channel: NodeJS.Process): void {
  let busy = false;
  // A process that exits in order would wait for its threads, which finish their drawings.
  const kill = () => channel.kill(channel.pid, 'SIGKILL');
  channel.on('message', async (call: MediaCall) => {
    busy = true;
    const unwatch = watchCall(call, () => channel.send!(createGivenUpReply(call.id, call.limit!), kill));
    const reply = await replyTo(call);
    unwatch();
    busy = false;
    if (channel.connected) channel.send!(reply);
  });
  channel.on('disconnect', () => (busy ? kill() : channel.exit()));
  // Ctrl-C goes to the whole process group, but the parent process decides when this one ends.
  channel.on('SIGINT', () => {});
}

async function replyTo({ id, what, given }: MediaCall): Promise<Reply> {
  try {
    const work = MEDIA_WORK[what] as (...given: unknown[]) => Promise<unknown>;
    return { id, made: await work(...given) };
  } catch (error) {
    if (!isBroadsheetError(error)) return { id, broke: (error as Error).stack ?? String(error) };
    const { code, message, remedy } = error;
    return { id, failed: { code, message, remedy } };
  }
}

/** Returns the reply's result, or throws its error, as if the work had been done here. */
export function readReply(reply: Reply): unknown {
  if ('made' in reply) return reply.made;
  if ('broke' in reply) throw new Error(reply.broke);
  const { code, message, remedy } = reply.failed;
  throw new BroadsheetError(code, message, remedy === undefined ? {} : { remedy });
}
