/** The YAML port over js-yaml's events, without schema or anchors: text stays text, and no alias bomb ("billion laughs") is possible. */
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import { joinBrokenLines } from '../../domain/text/unspaced.ts';
import type { Yaml, YamlEntry, YamlFault, YamlNode, YamlScalar } from '../../domain/text/yaml.ts';
import { faultOf } from './yaml-faults.ts';

/** Deeper than any key of ours. js-yaml recurses, and stops at this depth with a fault. */
const MAX_DEPTH = 20;

export const createYaml = (): Yaml => ({
  parse(text) {
    try {
      return buildNode(text, parseEvents(text, { maxDepth: MAX_DEPTH }));
    } catch (error) {
      if (error instanceof YAMLException) return { fault: faultOf(text, error) };
      throw error;
    }
  },
});

type List = { kind: 'list'; items: YamlNode[]; line: number };
/** `key`: the key whose value comes next. */
type Entries = { kind: 'map'; entries: YamlEntry[]; line: number; key: YamlScalar | undefined };

function buildNode(text: string, events: readonly Event[]): ReturnType<Yaml['parse']> {
  const lineAt = lineFinder(text);
  const open: (List | Entries)[] = [];
  const commentOf = commentFinder(text);
  let root: YamlNode | undefined;
  let documents = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      if (++documents > 1) return { fault: secondDocumentFault(lineAt(text.length)) };
    } else if (event.type === EVENT_ID.POP) open.pop();
    else {
      if (event.type === EVENT_ID.ALIAS || event.anchorStart >= 0)
        return { fault: anchorFault(lineAt(event.anchorStart)) };
      if (event.tagStart >= 0) return { fault: tagFault(lineAt(event.tagStart)) };
      const frame = open.at(-1);
      const node = nodeOf(text, event, lineAt, commentOf(event, frame?.kind === 'list'));
      if (!frame) root = node;
      else if (!placeNode(frame, node)) return { fault: keyFault(node.line) };
      if (node.kind !== 'scalar') open.push(node);
    }
  }
  return { node: root };
}

function placeNode(frame: List | Entries, node: YamlNode): boolean {
  if (frame.kind === 'list') frame.items.push(node);
  else if (frame.key) {
    frame.entries.push({ key: frame.key.text, line: frame.key.line, value: node });
    frame.key = undefined;
  } else if (node.kind === 'scalar') frame.key = node;
  else return false;
  return true;
}

type NodeEvent = Extract<Event, { tagStart: number }>;

function nodeOf(
  text: string,
  event: NodeEvent,
  lineAt: (offset: number) => number,
  comment: FoundComment | undefined,
): YamlScalar | List | Entries {
  if (event.type === EVENT_ID.SEQUENCE) return { kind: 'list', items: [], line: lineAt(event.start) };
  if (event.type === EVENT_ID.MAPPING)
    return { kind: 'map', entries: [], line: lineAt(event.start), key: undefined };
  const quoted = event.style !== SCALAR_STYLE.PLAIN;
  const line = lineAt(event.valueStart < 0 && comment ? comment.at : event.valueStart);
  const value = unfoldScalar(text.slice(event.valueStart, event.valueEnd), getScalarValue(text, event));
  const scalar = { kind: 'scalar' as const, text: value, quoted, line };
  return comment ? { ...scalar, comment: comment.text } : scalar;
}

type FoundComment = { text: string; at: number };

/** A comment on the line of a value; of an empty value, on the line of its key or its dash. */
const COMMENT = /[ \t]+(#[^\n]*)/y;
const COMMENT_FOR_VALUE = /:[ \t]+(#[^\n]*)/y;
const COMMENT_FOR_ITEM = /[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n){0,20}[ \t]*-[ \t]+(#[^\n]*)/y;

/** Finds the comment behind each unquoted scalar. An empty one has no offset, so the search begins at the end of the one before. */
function commentFinder(text: string): (event: NodeEvent, inList: boolean) => FoundComment | undefined {
  let last = 0;
  return (event, inList) => {
    if (event.type !== EVENT_ID.SCALAR) return undefined;
    const isEmpty = event.valueEnd < 0;
    if (!isEmpty) last = event.valueEnd;
    if (event.style !== SCALAR_STYLE.PLAIN) return undefined;
    const pattern = !isEmpty ? COMMENT : inList ? COMMENT_FOR_ITEM : COMMENT_FOR_VALUE;
    pattern.lastIndex = last;
    const [, comment] = pattern.exec(text) ?? [];
    return comment === undefined ? undefined : { text: comment, at: pattern.lastIndex - comment.length };
  };
}

/** YAML folds the lines of a text with spaces. Between Chinese or Japanese characters the space goes again. */
function unfoldScalar(source: string, value: string): string {
  if (!source.includes('\n') || !value.includes(' ') || joinBrokenLines(source) === source) return value;
  let unfolded = value;
  const lines = source.split('\n').map((line) => line.trim());
  lines.slice(1).forEach((line, i) => {
    const [before, after] = [lines[i]!.slice(-FOLD_CONTEXT), line.slice(0, FOLD_CONTEXT)];
    if (joinBrokenLines(`${before}\n${after}`) === before + after)
      unfolded = unfolded.replace(`${before} ${after}`, () => before + after);
  });
  return unfolded;
}

/** So many characters on either side tell a folded line break from a space that the author wrote. */
const FOLD_CONTEXT = 8;

/** Offsets mostly rise, so counting from the last one reads each character once. */
function lineFinder(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next >= 0 && next < offset) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

const anchorFault = (line: number): YamlFault => ({
  line,
  message: 'A value starts with `*` or `&`, which YAML takes for an alias or an anchor.',
  remedy: 'Put the value in quotes.',
});
const tagFault = (line: number): YamlFault => ({
  line,
  message: 'A value starts with `!`, which YAML takes for a tag.',
  remedy: 'Put the value in quotes.',
});
const secondDocumentFault = (line: number): YamlFault => ({
  line,
  message: 'A second YAML document starts with `---`.',
  remedy: 'Keep everything in one document.',
});
const keyFault = (line: number): YamlFault => ({
  line,
  message: 'A key is a list or a map.',
  remedy: 'Write a plain word before the colon.',
});
