/** The YAML port: parses a text to a tree with line numbers. Scalars stay text; the code that reads a key decides what they mean. */

export type YamlNode = YamlScalar | YamlList | YamlMap;
/** `quoted`: the text stood in quotes or in a block, so an empty one is meant. `comment`: what follows an unquoted one, from `#` on. */
export type YamlScalar = { kind: 'scalar'; text: string; quoted: boolean; line: number; comment?: string };
export type YamlList = { kind: 'list'; items: readonly YamlNode[]; line: number };
export type YamlMap = { kind: 'map'; entries: readonly YamlEntry[]; line: number };
/** Keys may repeat; yaml-fields.ts reports them. */
export type YamlEntry = { key: string; line: number; value: YamlNode };

export type YamlFault = { line: number; message: string; remedy: string };

/** Lines count from 1 within `text`. `parse` never throws; anchors, aliases, tags and second documents are faults. */
export type Yaml = { parse(text: string): { node: YamlNode | undefined } | { fault: YamlFault } };

/** Writes a text as YAML, in quotes if it would be read as something else. A JSON string is valid YAML (1.2 §1.3). */
export const yamlText = (text: string): string =>
  /^(?!(?:null|true|false)$)[A-Za-z0-9/][\w./-]*$/i.test(text) ? text : JSON.stringify(text);
