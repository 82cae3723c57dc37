/** Parses content/publication.yaml: every key, its default, and the problems of its value. */
import { errorsOf, type Problem } from '../problem.ts';
import { isWebUrl } from '../site/link-target.ts';
import { normalizePath } from '../site/paths.ts';
import type { SourceFile } from '../source/source-files.ts';
import {
  type Fields,
  lineOf,
  linesOf,
  parseFields,
  readBlock,
  readText,
  reportFault,
  reportKey,
  reportTooLong,
  requireText,
} from '../source/yaml-fields.ts';
import { readFlag, readMapField, readMapList, readPairs, readTextList } from '../source/yaml-values.ts';
import { readLanguageTag } from '../text/language-tag.ts';
import type { Yaml } from '../text/yaml.ts';
import { findZoneFault } from '../time/local-time.ts';
import { type AxiomsByLanguage, listAxioms, listWhyAxioms } from './axioms.ts';
import { readMailboxes, readMailboxField } from './mailbox-fields.ts';
import { NEWSLETTER_KEYS, readNewsletters } from './newsletter-source.ts';
import { isId, type Mailbox, type Publication, type Topic } from './publication.ts';
import { readSecurityContacts } from './security-contact.ts';
import { HOSTING_KEYS, hostingOf, SENDING_KEYS, sendingOf } from './sending-source.ts';

/** Every key that a publication may have; keys of nested maps are listed by the map's name. A test compares the list with docs/publication.md. */
export const PUBLICATION_KEYS = {
  '': [
    ...(['id', 'title', 'description', 'url', 'language', 'timezone', 'from', 'replyTo'] as const),
    ...(['postalAddress', 'editors', 'logo', 'icon', 'accent', 'axioms', 'topics'] as const),
    ...(['newsletters', 'redirects', 'unsubscribeMailto', 'security', 'hub', 'sending', 'hosting'] as const),
  ],
  logo: ['light', 'dark', 'alt'],
  topics: ['id', 'name', 'retired'],
  newsletters: NEWSLETTER_KEYS,
  ...SENDING_KEYS,
  ...HOSTING_KEYS,
} as const;

const DEFAULT_ACCENT = '#1f4e79';

export type PublicationReading = {
  publication: Publication | undefined;
  /** The axioms that say why a story matters. */
  whyAxioms: readonly string[];
  problems: readonly Problem[];
  /** The line of each key. */
  lines: Readonly<Record<string, number>>;
};

/** `publication` is undefined if there are errors: no value can be relied on then. */
export function parsePublication(
  file: SourceFile,
  yaml: Yaml,
  axioms: AxiomsByLanguage = {},
): PublicationReading {
  const problems: Problem[] = [];
  const fields = parseFields(yaml, file.text, PUBLICATION_KEYS[''], { file: file.path, offset: 0, problems });
  const publication = fields && publicationOf(fields, axioms);
  return {
    publication: errorsOf(problems).length > 0 ? undefined : publication,
    whyAxioms: listWhyAxioms(publication?.axioms ?? [], axioms),
    problems,
    lines: fields ? linesOf(fields) : {},
  };
}

function publicationOf(fields: Fields, axioms: AxiomsByLanguage): Publication {
  const language = languageOf(fields);
  const topics = topicsOf(fields);
  const timezone = timezoneOf(fields);
  const from = senderOf(fields);
  const replyTo = readMailboxField(fields, 'replyTo');
  return {
    id: idOf(fields, 'daily-news'),
    title: requireText(fields, 'title', 'The Daily'),
    description: readText(fields, 'description') ?? '',
    url: originOf(fields),
    language,
    timezone,
    from,
    replyTo,
    postalAddress: addressOf(fields),
    editors: readMailboxes(fields, 'editors'),
    logo: logoOf(fields),
    icon: readText(fields, 'icon'),
    accent: accentOf(fields),
    axioms: listAxioms(readTextList(fields, 'axioms'), language, axioms),
    topics,
    newsletters: readNewsletters(fields, { topics, from, replyTo }),
    redirects: redirectsOf(fields),
    unsubscribeMailto: readMailboxField(fields, 'unsubscribeMailto')?.email,
    security: readSecurityContacts(fields),
    hub: urlOf(fields, 'hub'),
    sending: sendingOf(fields),
    hosting: hostingOf(fields),
  };
}

function idOf(fields: Fields, example: string): string {
  const id = requireText(fields, 'id', example);
  if (id && !isId(id))
    reportKey(
      fields,
      'id',
      `\`${id}\` cannot be an id.`,
      'Use small letters, digits and hyphens, 63 at most.',
    );
  return id;
}

function senderOf(fields: Fields): Mailbox {
  const key = 'from';
  if (requireText(fields, key, 'The Daily <editor@example.com>') === '') return { name: '', email: '' };
  return readMailboxField(fields, key) ?? { name: '', email: '' };
}

function languageOf(fields: Fields): string {
  const language = requireText(fields, 'language', 'en');
  if (!language) return 'en';
  const read = readLanguageTag(language);
  if ('language' in read) return read.language;
  reportKey(fields, 'language', read.fault.message, read.fault.remedy);
  return 'en';
}

function timezoneOf(fields: Fields): string {
  const zone = requireText(fields, 'timezone', 'Europe/London');
  const fault = zone ? findZoneFault(zone) : undefined;
  if (fault) reportKey(fields, 'timezone', fault.message, fault.remedy);
  return fault || !zone ? 'UTC' : zone;
}

function originOf(fields: Fields): string | undefined {
  const url = urlOf(fields, 'url');
  if (url === undefined) return undefined;
  const { origin, pathname, search, hash } = new URL(url);
  if (pathname === '/' && !search && !hash) return origin;
  return reportKey(fields, 'url', `\`${url}\` is more than an origin.`, `Write \`${origin}\`.`);
}

function urlOf(fields: Fields, key: string): string | undefined {
  const url = readText(fields, key);
  if (url === undefined || (url.startsWith('https://') && isWebUrl(url))) return url;
  return reportKey(
    fields,
    key,
    `\`${url}\` is not an https URL.`,
    'Write it whole: `https://news.example.com`.',
  );
}

/** The postal address is a list of lines, or a text of several lines. */
function addressOf(fields: Fields): readonly string[] {
  const node = fields.nodes.get('postalAddress')?.node;
  const lines =
    node?.kind === 'scalar'
      ? (readBlock(fields, 'postalAddress')?.text.split('\n') ?? [])
      : readTextList(fields, 'postalAddress').map((line) => line.text);
  if (reportTooLong(fields.site, lineOf(fields, 'postalAddress'), 'postalAddress', lines.join('\n')))
    return [];
  const found = lines.map((line) => line.trim()).filter(Boolean);
  if (found.length === 0)
    fields.site.problems.push({
      file: fields.site.file,
      line: fields.line,
      level: 'warning',
      message: '`postalAddress` is missing: no letter is sent without (CAN-SPAM, CASL).',
      remedy: 'Add `postalAddress:` with the lines of an address that reaches you.',
    });
  return found;
}

function logoOf(fields: Fields): Publication['logo'] {
  const logo = readMapField(fields, 'logo', PUBLICATION_KEYS.logo);
  if (!logo) return undefined;
  const light = requireText(logo, 'light', 'images/logo.svg');
  const dark = readText(logo, 'dark');
  if (light !== '' && dark === undefined)
    fields.site.problems.push({
      ...{ file: fields.site.file, line: lineOf(fields, 'logo'), level: 'warning' },
      message: '`logo` has no `dark`: on dark screens the title stands in its place.',
      remedy: `Add \`dark:\` with a light version, or \`dark: ${light}\` if it can be seen on both.`,
    });
  return {
    light,
    dark: dark ?? light,
    alt: requireText(logo, 'alt', 'The name in the logo'),
    ...(dark === undefined && { lightOnly: true }),
  };
}

function accentOf(fields: Fields): string {
  const accent = readText(fields, 'accent')?.toLowerCase() ?? DEFAULT_ACCENT;
  if (/^#[0-9a-f]{6}$/.test(accent)) return accent;
  reportKey(
    fields,
    'accent',
    `\`${accent}\` is not a colour we can use.`,
    "Write it as `'#8c1c3a'`, in quotes.",
  );
  return DEFAULT_ACCENT;
}

function topicsOf(fields: Fields): Topic[] {
  const topics = readMapList(fields, 'topics', PUBLICATION_KEYS.topics).map((topic) => ({
    topic: {
      id: idOf(topic, 'world'),
      name: readText(topic, 'name') ?? readText(topic, 'id') ?? '',
      retired: readFlag(topic, 'retired', false),
    },
    line: topic.line,
  }));
  topics.forEach(({ topic, line }, i) => {
    if (topics.findIndex((other) => other.topic.id === topic.id) < i)
      reportFault(
        fields.site,
        line,
        `The topic \`${topic.id}\` is there twice.`,
        'Give one of them another id.',
      );
  });
  if (topics.length === 0)
    reportKey(
      fields,
      'topics',
      '`topics` is missing.',
      'Add `topics:` and below it `- { id: news, name: News }`.',
    );
  return topics.map(({ topic }) => topic);
}

function redirectsOf(fields: Fields): Record<string, string> {
  const redirects: Record<string, string> = {};
  for (const { key, value, line } of readPairs(fields, 'redirects')) {
    const report = (fault: string, remedy: string) => reportFault(fields.site, line, fault, remedy);
    const external = isWebUrl(value);
    if (!/^\/(?![/\\])/.test(key))
      report(`\`${key}\` is not a path of this site.`, 'Start the old path with one `/`.');
    else if (!external && !/^\/(?![/\\])/.test(value))
      report(`\`${value}\` is neither path nor URL.`, 'Start it with `/` or `https://`.');
    else if (key === value) report(`\`${key}\` leads to itself.`, 'Remove the line.');
    else redirects[normalizePath(key)] = value;
  }
  return redirects;
}
