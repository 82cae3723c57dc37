/** Reads the newsletters of publication.yaml. */
import { type Fields, readText, reportFault, reportKey, requireText } from '../source/yaml-fields.ts';
import { readFlag, readMapList, readOneOf, readTextList } from '../source/yaml-values.ts';
import { suggestWord } from '../text/nearest-word.ts';
import { MINUTE } from '../time/instant.ts';
import { readMailboxField } from './mailbox-fields.ts';
import { isId, type Mailbox, type Newsletter, type Topic } from './publication.ts';
import { parseDuration, parseSchedule, SCHEDULE_EXAMPLES } from './schedule.ts';

export const NEWSLETTER_KEYS = [
  'id',
  'name',
  'description',
  'kind',
  'schedule',
  'topics',
  'from',
  'replyTo',
  'hold',
  'minGap',
  'default',
  'retired',
] as const;

const DEFAULT_HOLD = 10 * MINUTE;
const DEFAULT_MIN_GAP = 30 * MINUTE;

type Inherited = { topics: readonly Topic[]; from: Mailbox; replyTo: Mailbox | undefined };

export function readNewsletters(publication: Fields, inherited: Inherited): Newsletter[] {
  const all = readMapList(publication, 'newsletters', NEWSLETTER_KEYS);
  const found = all.map((fields) => newsletterOf(fields, inherited));
  found.forEach((newsletter, i) => {
    if (newsletter.id && found.findIndex((other) => other.id === newsletter.id) < i) {
      const message = `The newsletter \`${newsletter.id}\` is there twice.`;
      reportKey(all[i]!, 'id', message, 'Give one of them another id.');
    }
  });
  return found;
}

function newsletterOf(fields: Fields, { topics, from, replyTo }: Inherited): Newsletter {
  const id = requireText(fields, 'id', 'daily');
  if (id && !isId(id))
    reportKey(
      fields,
      'id',
      `\`${id}\` cannot be an id.`,
      'Use small letters, digits and hyphens, 63 at most.',
    );
  requireText(fields, 'kind', 'edited');
  const kind = readOneOf(fields, 'kind', ['edited', 'digest'], 'edited');
  return {
    id,
    name: requireText(fields, 'name', 'Daily'),
    description: readText(fields, 'description') ?? '',
    kind,
    schedule: scheduleOf(fields, kind),
    topics: topicsOf(fields, topics),
    from: readMailboxField(fields, 'from') ?? from,
    replyTo: readMailboxField(fields, 'replyTo') ?? replyTo,
    hold: readDuration(fields, 'hold', DEFAULT_HOLD),
    minGap: readDuration(fields, 'minGap', DEFAULT_MIN_GAP),
    default: readFlag(fields, 'default', false),
    retired: readFlag(fields, 'retired', false),
  };
}

function scheduleOf(fields: Fields, kind: Newsletter['kind']): Newsletter['schedule'] {
  const written = readText(fields, 'schedule');
  if (written === undefined)
    return kind === 'digest'
      ? reportKey(fields, 'schedule', 'A digest needs a `schedule`.', `Write ${SCHEDULE_EXAMPLES}.`)
      : undefined;
  const remedy = `Write ${SCHEDULE_EXAMPLES}.`;
  return parseSchedule(written) ?? reportKey(fields, 'schedule', `\`${written}\` is not a schedule.`, remedy);
}

function topicsOf(fields: Fields, topics: readonly Topic[]): readonly string[] {
  const ids = topics.map((topic) => topic.id);
  const written = readTextList(fields, 'topics');
  for (const { text: id, line } of written)
    if (!ids.includes(id))
      reportFault(fields.site, line, `There is no topic \`${id}\`.`, suggestWord(id, ids));
  return written.map((topic) => topic.text);
}

export function readDuration(fields: Fields, key: string, otherwise: number): number {
  const written = readText(fields, key);
  if (written === undefined) return otherwise;
  const found = parseDuration(written);
  if (found === undefined)
    reportKey(
      fields,
      key,
      `\`${written}\` is not a length of time.`,
      'Write `10 minutes`, `2 hours` or `1 day`.',
    );
  return found ?? otherwise;
}
