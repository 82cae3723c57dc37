/** `new article|edition|publication`: scaffolds a content file that is valid as it is. */
import { createSlug } from '../../domain/content/new-slug.ts';
import {
  type ScaffoldFile,
  scaffoldArticle,
  scaffoldEdition,
  scaffoldPublication,
} from '../../domain/content/scaffold.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { toSlug } from '../../domain/text/slug.ts';
import { trim } from '../../domain/text/trim.ts';
import { formatLocalTime } from '../../domain/time/instant.ts';
import { parseInstant } from '../../domain/time/local-time.ts';
import {
  createContentFile,
  findRecentArticles,
  listArticleSlugs,
  loadTransliteration,
  readPublicationFile,
} from '../../wiring/build/content.ts';
import { createClock } from '../../wiring/clock.ts';
import type { Config } from '../../wiring/config.ts';
import type { Command, CommandAnswer, CommandCall } from '../command.ts';
import { configOf } from '../config.ts';

const DATE_FLAG = {
  type: 'string',
  value: '<date>',
  help: 'Its date, such as 2026-12-01 or 2026-12-01T07:00. Default now.',
} as const;

function localDate(call: CommandCall, config: Config, publication: Publication): string {
  const given = call.flags.date as string | undefined;
  const zone = publication.timezone;
  const read = given === undefined ? { instant: createClock(config)() } : parseInstant(given, zone);
  if ('instant' in read) return formatLocalTime(read.instant, zone).slice(0, 16);
  throw new BroadsheetError('usage', `--date: ${read.fault.message}`, { remedy: read.fault.remedy });
}

/** The most characters of a publication's id. */
const MAX_ID_LENGTH = 63;

/** The name on one line, however it was typed or pasted. */
function nameOf(call: CommandCall): string {
  const name = call.arguments[0]!.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (name) return name;
  throw new BroadsheetError('usage', 'The name is empty.', { remedy: 'Put it in quotes: "A headline".' });
}

async function createFile(config: Config, file: ScaffoldFile): Promise<CommandAnswer> {
  const path = await createContentFile(config, file);
  return { text: `${path} is there to be written.`, data: { path } };
}

const newArticle: Command = {
  name: 'new article',
  summary: 'Starts an article: a draft with its front matter.',
  takes: ['<headline>'],
  here: true,
  flags: { date: DATE_FLAG },
  run: async (call) => {
    const config = configOf(call);
    const reading = await readPublicationFile(config);
    const local = localDate(call, config, reading.publication);
    const headline = nameOf(call);
    const slug = createSlug(headline, reading.publication.language, await loadTransliteration());
    return createFile(
      config,
      scaffoldArticle(headline, reading, local, await listArticleSlugs(config), slug),
    );
  },
};

const newEdition: Command = {
  name: 'new edition',
  summary: 'Starts an edition of a newsletter with the newest articles in it.',
  takes: ['<newsletter>'],
  here: true,
  flags: { date: DATE_FLAG },
  run: async (call) => {
    const config = configOf(call);
    const { publication } = await readPublicationFile(config);
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
    return createFile(
      config,
      scaffoldEdition(newsletter, await findRecentArticles(config, createClock(config)()), local),
    );
  },
};

const newPublication: Command = {
  name: 'new publication',
  summary: 'Starts a publication in CONTENT_DIR: publication.yaml, to be filled in.',
  takes: ['<title>'],
  here: true,
  flags: {},
  run: async (call) => {
    const title = nameOf(call);
    const id = toSlug((await loadTransliteration())(title)).slice(0, MAX_ID_LENGTH);
    return createFile(configOf(call), scaffoldPublication(title, trim(id, /-/)));
  },
};

export const NEW_COMMANDS: readonly Command[] = [newArticle, newEdition, newPublication];
