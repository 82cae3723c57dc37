/** Reads values of keys that are more than a text: flags, choices, numbers, instants, lists and maps. */
import type { YamlNode } from '../text/yaml.ts';
import type { Instant } from '../time/instant.ts';
import { parseInstant } from '../time/local-time.ts';
import type { Located } from './source-files.ts';
import { formatNumber, MAX_ENTRIES } from './text-limits.ts';
import {
  type Fields,
  fieldsOf,
  isBlank,
  joinLines,
  NODE_KIND_NAMES,
  nodeAt,
  readText,
  reportFault,
  reportKey,
  reportTooLong,
  warnIfCut,
} from './yaml-fields.ts';

export function readFlag(fields: Fields, key: string, otherwise: boolean): boolean {
  const found = readText(fields, key)?.toLowerCase();
  if (found === undefined || found === 'true' || found === 'false')
    return found ? found === 'true' : otherwise;
  reportKey(fields, key, `\`${key}\` is \`${found}\`.`, 'Write `true` or `false`.');
  return otherwise;
}

export function readOneOf<T extends string, D extends string | undefined = T>(
  fields: Fields,
  key: string,
  choices: readonly T[],
  otherwise: D,
): T | D {
  const found = readText(fields, key);
  if (found === undefined) return otherwise;
  const chosen = choices.find((one) => one === found);
  if (!chosen)
    reportKey(
      fields,
      key,
      `\`${key}\` is \`${found}\`.`,
      `Write ${choices.map((c) => `\`${c}\``).join(' or ')}.`,
    );
  return chosen ?? otherwise;
}

export function readNumber(fields: Fields, key: string, least: number, most: number): number | undefined {
  const found = readText(fields, key);
  if (found === undefined) return undefined;
  const value = Number(found);
  if (value >= least && value <= most) return value;
  return reportKey(fields, key, `\`${key}\` is \`${found}\`.`, `Write a number from ${least} to ${most}.`);
}

export function readInstant(fields: Fields, key: string, zone: string): Instant | undefined {
  const found = readText(fields, key);
  if (found === undefined) return undefined;
  const reading = parseInstant(found, zone);
  if ('instant' in reading) return reading.instant;
  return reportKey(fields, key, reading.fault.message, reading.fault.remedy);
}

/** Reads a list of texts; a single text counts as a list of one. */
export function readTextList(fields: Fields, key: string): readonly Located[] {
  const found = nodeAt(fields, key);
  if (!found) return [];
  if (found.kind === 'map') {
    reportKey(fields, key, `\`${key}\` is a map.`, 'Write a list: `[one, two]`.');
    return [];
  }
  const { site } = fields;
  const all: Located[] = [];
  for (const item of found.kind === 'list' ? limitEntries(fields, key, found.items) : [found]) {
    const line = item.line + site.offset;
    if (found.kind === 'list') warnIfCut(site, key, item);
    if (item.kind !== 'scalar')
      reportFault(
        site,
        line,
        `\`${key}\` holds ${NODE_KIND_NAMES[item.kind]}.`,
        'Put texts that hold a colon or a bracket in quotes.',
      );
    else if (!isBlank(item) && !reportTooLong(site, line, key, item.text))
      all.push({ text: joinLines(item.text), line });
  }
  return all;
}

/** Reports a list that has too many entries, and returns as many as it may have. */
function limitEntries(fields: Fields, key: string, items: readonly YamlNode[]): readonly YamlNode[] {
  if (items.length <= MAX_ENTRIES) return items;
  const message = `\`${key}\` has ${formatNumber(items.length)} entries.`;
  reportKey(fields, key, message, `Keep ${formatNumber(MAX_ENTRIES)} at most.`);
  return items.slice(0, MAX_ENTRIES);
}

const keysBelow = (keys: readonly string[]): string =>
  `Write its keys below it: ${keys.map((key) => `\`${key}\``).join(', ')}.`;

export function readMapField(fields: Fields, key: string, known: readonly string[]): Fields | undefined {
  const found = nodeAt(fields, key);
  if (!found) return undefined;
  if (found.kind === 'map') return fieldsOf(found, known, fields.site);
  return reportKey(fields, key, `\`${key}\` is ${NODE_KIND_NAMES[found.kind]}.`, keysBelow(known));
}

export function readMapList(fields: Fields, key: string, known: readonly string[]): readonly Fields[] {
  const found = nodeAt(fields, key);
  if (!found) return [];
  if (found.kind !== 'list') {
    reportKey(
      fields,
      key,
      `\`${key}\` is ${NODE_KIND_NAMES[found.kind]}.`,
      'Write a list: `- ` before each.',
    );
    return [];
  }
  const { site } = fields;
  const all: Fields[] = [];
  for (const item of limitEntries(fields, key, found.items)) {
    if (item.kind === 'map') all.push(fieldsOf(item, known, site));
    else
      reportFault(
        site,
        item.line + site.offset,
        `\`${key}\` holds ${NODE_KIND_NAMES[item.kind]}.`,
        keysBelow(known),
      );
  }
  return all;
}

export type Pair = { key: string; value: string; line: number };

/** Reads a map with any keys. */
export function readPairs(fields: Fields, key: string): readonly Pair[] {
  const inner = readMapField(fields, key, []);
  if (!inner) return [];
  return [...inner.nodes].flatMap(([name, { line }]) => {
    const value = readText(inner, name);
    return value === undefined ? [] : [{ key: joinLines(name), value, line }];
  });
}
