/** The YAML port: a tree that keeps its lines. Scalars stay text; what they mean is for the reader of a key to say. */

export type YamlNode = YamlScalar | YamlList | YamlMap;
/** `quoted`: the text stood in quotes or in a block, so that an empty one was meant. */
export type YamlScalar = { kind: 'scalar'; text: string; quoted: boolean; line: number };
export type YamlList = { kind: 'list'; items: readonly YamlNode[]; line: number };
export type YamlMap = { kind: 'map'; entries: readonly YamlEntry[]; line: number };
/** Keys may repeat: who reads the map says so. */
export type YamlEntry = { key: string; line: number; value: YamlNode };

export type YamlFault = { line: number; message: string; remedy: string };

/** Lines are 1-based within `text`. Never throws; anchors, aliases, tags and second documents are faults. */
export type Yaml = { parse(text: string): { node: YamlNode | undefined } | { fault: YamlFault } };

/** A text as YAML: in quotes what would be something else. A JSON string is one of YAML (1.2 §1.3). */
export const yamlText = (text: string): string =>
  /^(?!(?:null|true|false)$)[A-Za-z0-9/][\w./-]*$/i.test(text) ? text : JSON.stringify(text);
