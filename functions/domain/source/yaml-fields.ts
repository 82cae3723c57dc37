/** The keys of one YAML map: known, written once, each with its line; whatever is wrong is collected with a remedy. */
import { addProblem, type Problem } from '../problem.ts';
import { stripForbidden } from '../text/escape.ts';
import { meant } from '../text/nearest-word.ts';
import type { Yaml, YamlMap, YamlNode, YamlScalar } from '../text/yaml.ts';
import type { Located } from './source-files.ts';
import { formatNumber, MAX_VALUE } from './text-limits.ts';

/** `offset` lines of the file come before the YAML. */
export type FieldSite = { file: string; offset: number; problems: Problem[] };

/** What yaml-values.ts reads from. `line` is the map's own. */
export type Fields = {
  site: FieldSite;
  line: number;
  nodes: ReadonlyMap<string, { node: YamlNode; line: number }>;
};

/** Reports an error on a line of the file, and is nothing: `return report(…)` leaves with neither value nor exception. */
export function reportFault(site: FieldSite, line: number, message: string, remedy: string): undefined {
  addProblem(site.problems, { file: site.file, line, level: 'error', message, remedy });
}

/** `undefined` after a fault. */
export function parseFields(
  yaml: Yaml,
  text: string,
  known: readonly string[],
  site: FieldSite,
): Fields | undefined {
  const parsed = yaml.parse(text);
  if ('fault' in parsed) {
    const { line, message, remedy } = parsed.fault;
    return reportFault(site, line + site.offset, message, remedy);
  }
  const node = parsed.node ?? { kind: 'map', entries: [], line: 1 };
  if (node.kind === 'map') return fieldsOf(node, known, site);
  const remedy = 'Write each key as `key: value` on its own line.';
  return reportFault(site, node.line + site.offset, 'There are no keys here.', remedy);
}

/** `known` empty: keys are anybody's. */
export function fieldsOf(map: YamlMap, known: readonly string[], site: FieldSite): Fields {
  const nodes = new Map<string, { node: YamlNode; line: number }>();
  for (const entry of map.entries) {
    const { key, value } = entry;
    const line = entry.line + site.offset;
    const before = nodes.get(key);
    if (before)
      reportFault(
        site,
        line,
        `\`${key}\` is written twice.`,
        `Keep one; the other is on line ${before.line}.`,
      );
    else if (known.length > 0 && !known.includes(key))
      reportFault(site, line, `\`${joinLines(key).slice(0, 60)}\` is not a known key.`, meant(key, known));
    else nodes.set(key, { node: value, line });
  }
  return { site, line: map.line + site.offset, nodes };
}

/** Words of ASCII with a space between them: nothing of them changes. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

export const joinLines = (text: string): string =>
  PLAIN.test(text) ? text : stripForbidden(text).replace(/\s+/g, ' ').trim();

/** Nothing, or YAML's way to write nothing. */
export const isBlank = (node: YamlNode): boolean =>
  node.kind === 'scalar' && !node.quoted && (node.text === '' || node.text === '~' || node.text === 'null');

export function nodeAt(fields: Fields, key: string): YamlNode | undefined {
  const found = fields.nodes.get(key)?.node;
  return found && !isBlank(found) ? found : undefined;
}

/** Line of a key that was written, else of the map it belongs to. */
export const lineOf = (fields: Fields, key: string): number => fields.nodes.get(key)?.line ?? fields.line;

export const linesOf = (fields: Fields): Readonly<Record<string, number>> =>
  Object.fromEntries([...fields.nodes].map(([key, { line }]) => [key, line]));

export const fail = (fields: Fields, key: string, message: string, remedy: string): undefined =>
  reportFault(fields.site, lineOf(fields, key), message, remedy);

export const NODE_KIND_NAMES = { scalar: 'a text', list: 'a list', map: 'a map' } as const;

function scalar(fields: Fields, key: string): YamlScalar | undefined {
  const found = nodeAt(fields, key);
  if (!found || found.kind === 'scalar') return found;
  return fail(
    fields,
    key,
    `\`${key}\` is ${NODE_KIND_NAMES[found.kind]}.`,
    'Write one value on the line of the key.',
  );
}

/** True, and a problem, where a value is longer than anybody reads: lists, feeds and letters would repeat all of it. */
export function isTooLong(site: FieldSite, line: number, key: string, value: string): boolean {
  if (value.length <= MAX_VALUE) return false;
  const message = `\`${key}\` has ${formatNumber(value.length)} characters.`;
  reportFault(site, line, message, `Shorten it to ${formatNumber(MAX_VALUE)} at most.`);
  return true;
}

/** One line of text, nothing forbidden in it. Empty is absent. */
export function readText(fields: Fields, key: string): string | undefined {
  const found = scalar(fields, key)?.text ?? '';
  if (isTooLong(fields.site, lineOf(fields, key), key, found)) return undefined;
  return joinLines(found) || undefined;
}

/** The same, never absent without a problem, whose remedy shows `example`. */
export function need(fields: Fields, key: string, example: string): string {
  const found = readText(fields, key);
  const node = nodeAt(fields, key);
  if (found === undefined && (!node || (node.kind === 'scalar' && node.text.length <= MAX_VALUE)))
    fail(fields, key, `\`${key}\` is missing.`, `Add \`${key}: ${example}\`.`);
  return found ?? '';
}

/** As written, lines and all, with the line it starts on. */
export function block(fields: Fields, key: string): Located | undefined {
  const found = scalar(fields, key);
  return found && { text: stripForbidden(found.text), line: found.line + fields.site.offset };
}
