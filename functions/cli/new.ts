/** `new article|edition|publication`: a file to start from, valid as it is. */
import { type BlankFile, blankArticle, blankEdition, blankPublication } from '../domain/blank.ts';
import { BroadsheetError } from '../domain/error.ts';
import { localText } from '../domain/instant.ts';
import type { Publication } from '../domain/publication.ts';
import { createClock } from '../wiring/clock.ts';
import type { Config } from '../wiring/config.ts';
import { createContentFile, readPublicationFile, recentArticles } from '../wiring/content.ts';
import type { Answer, Call, Command } from './command.ts';
import { configOf } from './open.ts';

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/;
const DATE = {
  type: 'string',
  value: '<date>',
  help: 'Its date, such as 2026-12-01 or 2026-12-01T07:00. Default now.',
} as const;

function localDate(call: Call, config: Config, publication: Publication): string {
  const given = call.flags.date as string | undefined;
  if (given === undefined) return localText(createClock(config)(), publication.timezone).slice(0, 16);
  if (DAY_TEXT.test(given)) return given.length === 10 ? `${given}T00:00` : given;
  throw new BroadsheetError('usage', `--date is "${given}".`, {
    remedy: 'Write 2026-12-01 or 2026-12-01T07:00.',
  });
}

async function write(config: Config, file: BlankFile): Promise<Answer> {
  const path = await createContentFile(config, file);
  return { text: `${path} is there to be written.`, data: { path } };
}

const newArticle: Command = {
  name: 'new article',
  summary: 'Starts an article: a draft with its front matter.',
  takes: ['<headline>'],
  flags: { date: DATE },
  run: async (call) => {
    const config = configOf(call);
    const publication = await readPublicationFile(config);
    return write(config, blankArticle(call.arguments[0]!, publication, localDate(call, config, publication)));
  },
};

const newEdition: Command = {
  name: 'new edition',
  summary: 'Starts an edition of a newsletter with the newest articles in it.',
  takes: ['<newsletter>'],
  flags: { date: DATE },
  run: async (call) => {
    const config = configOf(call);
    const publication = await readPublicationFile(config);
    const [id] = call.arguments;
    const newsletter = publication.newsletters.find((n) => n.id === id && !n.retired);
    if (!newsletter || newsletter.kind === 'digest') {
      const edited = publication.newsletters
        .filter((n) => n.kind === 'edited' && !n.retired)
        .map((n) => n.id);
      const what = newsletter
        ? `"${id}" is a digest: it makes its editions by itself.`
        : `There is no newsletter "${id}".`;
      throw new BroadsheetError('invalid', what, {
        remedy: `Edited ones are: ${edited.join(', ') || 'none yet'}.`,
      });
    }
    const local = localDate(call, config, publication);
    return write(
      config,
      blankEdition(newsletter, await recentArticles(config, createClock(config)()), local),
    );
  },
};

const newPublication: Command = {
  name: 'new publication',
  summary: 'Starts a publication in CONTENT_DIR: publication.yaml, to be filled in.',
  takes: ['<title>'],
  flags: {},
  run: async (call) => write(configOf(call), blankPublication(call.arguments[0]!)),
};

export const NEW: readonly Command[] = [newArticle, newEdition, newPublication];
