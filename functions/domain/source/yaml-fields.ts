/** Reads the keys of one YAML map, each with its line. Unknown keys, repeated keys and faulty values are reported with a remedy. */
import { addProblem, type Problem } from '../problem.ts';
import { stripForbidden } from '../text/escape.ts';
import { suggestWord } from '../text/nearest-word.ts';
import { joinBrokenLines } from '../text/unspaced.ts';
import type { Yaml, YamlMap, YamlNode, YamlScalar } from '../text/yaml.ts';
import type { Located } from './source-files.ts';
import { formatNumber, MAX_VALUE } from './text-limits.ts';

/** `offset`: the number of lines of the file above the YAML. */
export type FieldSite = { file: string; offset: number; problems: Problem[] };

/** The keys of one map, for the functions of yaml-values.ts. `line` is the line of the map. */
export type Fields = {
  site: FieldSite;
  line: number;
  nodes: ReadonlyMap<string, { node: YamlNode; line: number }>;
};

/**
 * Reports an error on a line of the file. Returns undefined, so that `return reportFault(…)` ends a function without value or exception.
 */
export function reportFault(site: FieldSite, line: number, message: string, remedy: string): undefined {
  addProblem(site.problems, { file: site.file, line, level: 'error', message, remedy });
}

/** Undefined if the text is not a YAML map; the fault is reported. */
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

/** An empty `known` allows every key. */
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
      reportFault(
        site,
        line,
        `\`${joinLines(key).slice(0, 60)}\` is not a known key.`,
        suggestWord(key, known),
      );
    else nodes.set(key, { node: value, line });
    warnIfCut(site, key, value);
  }
  return { site, line: map.line + site.offset, nodes };
}

/** `#1` and `#metoo` belong to a text; `# a note` is a comment. */
const CUT_TEXT = /^#(?:[^\s#!-]|\s?\d)/;
/** A value that no text would go on behind: a flag, a number, a date. */
const COMPLETE_VALUE = /^(?:true|false|[\d:TZ.+ -]+)$/;

/** Warns if YAML takes the rest of an unquoted value for a comment: `title: We are #1` is `We are`. */
export function warnIfCut(site: FieldSite, key: string, node: YamlNode): void {
  if (node.kind !== 'scalar' || node.comment === undefined) return;
  if (!CUT_TEXT.test(node.comment) || COMPLETE_VALUE.test(node.text)) return;
  const cut = joinLines(node.comment).slice(0, 40);
  const message = `The value of \`${key}\` is cut off at \`${cut}\`: behind a space, \`#\` begins a comment.`;
  const remedy = 'Put the whole value in quotes, or the comment on a line of its own.';
  addProblem(site.problems, {
    file: site.file,
    line: node.line + site.offset,
    level: 'warning',
    message,
    remedy,
  });
}

/** ASCII words with single spaces between them; such a text stays as it is. */
const PLAIN_WORDS = /^[!-~]+(?: [!-~]+)*$/;

export const joinLines = (text: string): string =>
  PLAIN_WORDS.test(text) ? text : joinBrokenLines(stripForbidden(text)).replace(/\s+/g, ' ').trim();

/** True if the value is empty or YAML's null. */
export const isBlank = (node: YamlNode): boolean =>
  node.kind === 'scalar' && !node.quoted && (node.text === '' || node.text === '~' || node.text === 'null');

export function nodeAt(fields: Fields, key: string): YamlNode | undefined {
  const found = fields.nodes.get(key)?.node;
  return found && !isBlank(found) ? found : undefined;
}

/** The line of the key; the line of its map if the key is missing. */
export const lineOf = (fields: Fields, key: string): number => fields.nodes.get(key)?.line ?? fields.line;

export const linesOf = (fields: Fields): Readonly<Record<string, number>> =>
  Object.fromEntries([...fields.nodes].map(([key, { line }]) => [key, line]));

export const reportKey = (fields: Fields, key: string, message: string, remedy: string): undefined =>
  reportFault(fields.site, lineOf(fields, key), message, remedy);

export const NODE_KIND_NAMES = { scalar: 'a text', list: 'a list', map: 'a map' } as const;

function readScalar(fields: Fields, key: string): YamlScalar | undefined {
  const found = nodeAt(fields, key);
  if (!found || found.kind === 'scalar') return found;
  return reportKey(
    fields,
    key,
    `\`${key}\` is ${NODE_KIND_NAMES[found.kind]}.`,
    'Write one value on the line of the key.',
  );
}

/** True, and reported, if the value is longer than MAX_VALUE: lists, feeds and letters would repeat all of it. */
export function reportTooLong(site: FieldSite, line: number, key: string, value: string): boolean {
  if (value.length <= MAX_VALUE) return false;
  const message = `\`${key}\` has ${formatNumber(value.length)} characters.`;
  reportFault(site, line, message, `Shorten it to ${formatNumber(MAX_VALUE)} at most.`);
  return true;
}

/** One line of text without forbidden characters; undefined if it is empty. */
export function readText(fields: Fields, key: string): string | undefined {
  const found = readScalar(fields, key)?.text ?? '';
  if (reportTooLong(fields.site, lineOf(fields, key), key, found)) return undefined;
  return joinLines(found) || undefined;
}

/** Returns the same as `readText`, but reports a missing key and returns an empty text for it. The remedy shows `example`. */
export function requireText(fields: Fields, key: string, example: string): string {
  const found = readText(fields, key);
  const node = nodeAt(fields, key);
  if (found === undefined && (!node || (node.kind === 'scalar' && node.text.length <= MAX_VALUE)))
    reportKey(fields, key, `\`${key}\` is missing.`, `Add \`${key}: ${example}\`.`);
  return found ?? '';
}

/** The text with its line breaks, and the line on which it starts. */
export function readBlock(fields: Fields, key: string): Located | undefined {
  const found = readScalar(fields, key);
  return found && { text: stripForbidden(found.text), line: found.line + fields.site.offset };
}
