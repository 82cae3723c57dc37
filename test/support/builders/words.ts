/** The words of templates/words/, as a build reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { createYaml } from '../../../functions/adapters/js-yaml/yaml.ts';
import type { AxiomsByLanguage } from '../../../functions/domain/publication/axioms.ts';
import { parseAxioms } from '../../../functions/domain/publication/axioms-source.ts';
import type { Words } from '../../../functions/domain/text/translations.ts';

const FOLDER = new URL('../../../templates/words/', import.meta.url);

const parseWords = (language: string) =>
  createYaml().parse(readFileSync(new URL(`${language}.yaml`, FOLDER), 'utf8'));

/** The axioms of every language that has words. */
export const readLanguageAxioms = (): AxiomsByLanguage =>
  Object.fromEntries(
    readdirSync(FOLDER).map((name) => {
      const language = name.replace('.yaml', '');
      const parsed = parseWords(language);
      const { axioms, problems } = parseAxioms('node' in parsed ? parsed.node : undefined, name);
      if (!axioms || problems.length > 0) throw new Error(`${name} has no axioms`);
      return [language, axioms];
    }),
  );

export function readWords(language: string): Words {
  const parsed = parseWords(language);
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
