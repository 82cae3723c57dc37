/** Parses `axioms` of a words file (templates/words/): the lead-ins of its language. */
import type { Problem } from '../problem.ts';
import { type Fields, fieldsOf, nodeAt, reportKey } from '../source/yaml-fields.ts';
import { readMapField, readTextList } from '../source/yaml-values.ts';
import type { YamlNode } from '../text/yaml.ts';
import type { LanguageAxioms } from './axioms.ts';

const KEY = 'axioms';
const KINDS = ['why', 'others'] as const;

export type AxiomsReading = { axioms: LanguageAxioms | undefined; problems: readonly Problem[] };

/** `words`: the whole file. The result's `axioms` are undefined if the file has none, or if they are no map. */
export function parseAxioms(words: YamlNode | undefined, file: string): AxiomsReading {
  const problems: Problem[] = [];
  if (words?.kind !== 'map') return { axioms: undefined, problems };
  const section = { ...words, entries: words.entries.filter(({ key }) => key === KEY) };
  const fields = readMapField(fieldsOf(section, [], { file, offset: 0, problems }), KEY, KINDS);
  if (!fields) return { axioms: undefined, problems };
  const [why, others] = KINDS.map((kind) => listOf(fields, kind));
  return { axioms: { why: why!, others: others! }, problems };
}

function listOf(fields: Fields, kind: (typeof KINDS)[number]): readonly string[] {
  if (!nodeAt(fields, kind))
    reportKey(
      fields,
      kind,
      `\`${KEY}.${kind}\` is missing.`,
      `Add \`${kind}:\` and below it \`- \` before each lead-in.`,
    );
  return readTextList(fields, kind).map(({ text }) => text);
}
