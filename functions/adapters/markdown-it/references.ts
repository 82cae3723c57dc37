/** Warns of references without a definition, and of definitions that nothing refers to or that are repeated: of links and of footnotes. */
import type { Env } from 'markdown-it';
import { maskCode } from '../../domain/content/mask-code.ts';
import { createLineCounter } from '../../domain/text/line-counter.ts';
import { reportProblem, type Sheet } from './sheet.ts';

/** `[label]: address "title"` or `[^label]: note` at the start of a line, also in lists and quotations. */
const DEFINITION =
  /^(?<before>[ \t>*+-]{0,20})\[(?<label>\^(?:[^[\]\\\s]|\\.){1,200}|(?!\^)(?:[^[\]\\\n]|\\.){1,200})\]:(?:(?<=\[\^[^\]]{1,400}\]:)|[ \t]*\n?[ \t]*(?<address><[^<>\n]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$)/gm;
/** `[words][label]` and `[words][]`. Indexes of arrays and rows of numbers in brackets are prose. */
const FULL_REFERENCE =
  /(?<![\w\])\\])\[((?:[^[\]\\\n]|\\.){1,200})\]\[((?:[^[\]\\\n]|\\.){0,200})\](?![[(:])/g;
const NOTE_REFERENCE = /(?<![\\!\]])\[\^([^\]\s[\\^]{1,100})\](?!\()/g;
const ANY_LABEL = /\[((?:[^[\]\\\n]|\\.){1,200})\]/g;
/** `[//]: # (a note to oneself)` is a comment in Markdown without HTML. */
const COMMENT_LABEL = /^(?:\/\/|#|comment|_metadata_.*)$/i;

/** The most warnings of one body. */
const MAX_WARNINGS = 20;
/** The most unused definitions that one warning names. */
const MAX_NAMED = 5;

/** Labels are one if they differ in capitals or spaces only (CommonMark §4.7). */
const labelKey = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();

/** `address` is empty for a note. */
type Definition = { label: string; key: string; at: number; address: string };
type NoteEnv = Env & { footnotes?: { refs?: Record<string, number> } };
type Report = (at: number, message: string, remedy: string) => void;

/** `env` is filled by the parser. */
export function checkReferences(sheet: Sheet, body: string, env: NoteEnv): void {
  if (!body.includes('[^') && !body.includes('][') && !body.includes(']:')) return;
  const masked = maskCode(body);
  const linesTo = createLineCounter(body);
  let left = MAX_WARNINGS;
  const report: Report = (at, message, remedy) => {
    if (left-- > 0) reportProblem(sheet, 'warning', sheet.options.line + linesTo(at), message, remedy);
  };
  const definitions = listDefinitions(masked);
  checkNotes(masked, env, definitions, report);
  checkLinkLabels(body, masked, env, definitions, report);
}

const listDefinitions = (masked: string): readonly Definition[] =>
  [...masked.matchAll(DEFINITION)].map(({ index, groups = {} }) => {
    const { before = '', label = '', address = '' } = groups;
    return { label, key: labelKey(label), at: index + before.length, address };
  });

function checkNotes(
  masked: string,
  { footnotes }: NoteEnv,
  definitions: readonly Definition[],
  report: Report,
): void {
  const refs = footnotes?.refs ?? {};
  const starts = new Set(definitions.map(({ at }) => at));
  for (const { 1: label = '', index } of masked.matchAll(NOTE_REFERENCE))
    if (!starts.has(index) && !Object.hasOwn(refs, `:${label}`)) {
      const remedy = `Write it as a paragraph of its own: \`[^${label}]: …\`.`;
      report(index, `There is no note \`[^${label}]\`: the mark is printed as typed.`, remedy);
    }
  const seen = new Set<string>();
  for (const { label, at } of definitions) {
    const id = refs[`:${label.slice(1)}`];
    if (!label.startsWith('^') || id === undefined) continue;
    if (seen.has(label))
      report(
        at,
        `The note \`[${label}]\` is defined twice: only the last is printed.`,
        'Rename one of them.',
      );
    else if (id < 0)
      report(
        at,
        `Nothing refers to the note \`[${label}]\`: it is left out.`,
        `Put \`[${label}]\` into the text.`,
      );
    seen.add(label);
  }
}

function checkLinkLabels(
  body: string,
  masked: string,
  { references = {} }: NoteEnv,
  definitions: readonly Definition[],
  report: Report,
): void {
  for (const { 1: words = '', 2: label = '', index } of masked.matchAll(FULL_REFERENCE)) {
    const name = label || words;
    if (name.startsWith('^') || Object.hasOwn(references, labelKey(name)) || !/\p{L}/u.test(words)) continue;
    const message = `There is no definition of \`[${name.trim()}]\`: the brackets are printed as typed.`;
    report(index, message, `Add a line \`[${name.trim()}]: https://…\`, or write \`[words](https://…)\`.`);
  }
  const links = definitions.filter(
    ({ label, key }) =>
      !label.startsWith('^') && !COMMENT_LABEL.test(label) && Object.hasOwn(references, key),
  );
  if (links.length === 0) return;
  const used = collectUses(body, links);
  const first = new Map<string, string>();
  const unused: Definition[] = [];
  for (const definition of links) {
    const { label, key, at, address } = definition;
    const before = first.get(key);
    if (before === undefined) first.set(key, address);
    else if (before !== address)
      report(at, `\`[${label}]\` is defined twice: only the first counts.`, 'Rename one of them.');
    if (before === undefined && !used.has(key)) unused.push(definition);
  }
  reportUnused(unused, report);
}

/** Many in one text are one warning: an imported text may end in a list of addresses that others of its kind need. */
function reportUnused(unused: readonly Definition[], report: Report): void {
  const [one, ...others] = unused;
  if (!one) return;
  const names = unused.slice(0, MAX_NAMED).map(({ label }) => `\`[${label}]\``);
  const more = unused.length > MAX_NAMED ? ` and ${unused.length - MAX_NAMED} more` : '';
  const [what, remedy] =
    others.length === 0
      ? ['its address is not printed', 'Remove the line, or refer to it: `[words][label]`.']
      : ['their addresses are not printed', 'Remove the lines, or refer to them: `[words][label]`.'];
  report(one.at, `Nothing refers to ${names.join(', ')}${more}: ${what}.`, remedy);
}

/** The labels in brackets anywhere but at the start of a definition. Code counts: a label may hold some. */
function collectUses(body: string, definitions: readonly Definition[]): ReadonlySet<string> {
  const starts = new Set(definitions.map(({ at }) => at));
  const used = new Set<string>();
  for (const { 1: label = '', index } of body.matchAll(ANY_LABEL))
    if (!starts.has(index)) used.add(labelKey(label));
  return used;
}
