/** The words of templates/words/, as a build reads them. */
import { readFileSync } from 'node:fs';
import { createYaml } from '../../../functions/adapters/js-yaml/yaml.ts';
import type { Words } from '../../../functions/domain/text/translations.ts';

export function readWords(language: string): Words {
  const file = new URL(`../../../templates/words/${language}.yaml`, import.meta.url);
  const parsed = createYaml().parse(readFileSync(file, 'utf8'));
  if (!('node' in parsed) || parsed.node?.kind !== 'map') throw new Error(`${language}.yaml cannot be read`);
  const words: Record<string, string> = {};
  for (const { key: section, value } of parsed.node.entries) {
    if (value.kind !== 'map') throw new Error(`${section} in ${language}.yaml is no section`);
    for (const { key, value: word } of value.entries) {
      if (word.kind === 'scalar') words[`${section}.${key}`] = word.text;
    }
  }
  return words;
}
