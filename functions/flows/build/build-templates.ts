/** Builds the parts of a release from templates/: the words of its language, the site's assets, the compiled mail templates. */

import { isBroadsheetError } from '../../domain/error.ts';
import { hashOf, sha256 } from '../../domain/hash.ts';
import type { TemplateCompiler } from '../../domain/letters/template.ts';
import type { Images } from '../../domain/pictures/images.ts';
import type { Problem } from '../../domain/problem.ts';
import { parseAxioms } from '../../domain/publication/axioms-source.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { PublicationReading } from '../../domain/publication/publication-source.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { joinStylesheets } from '../../domain/site/accent-colour.ts';
import { decodeSource } from '../../domain/source/front-matter.ts';
import type { ContentFiles, ListedFile } from '../../domain/source/source-files.ts';
import {
  FALLBACK_LANGUAGE,
  isolateWords,
  LANGUAGE_NAME_KEY,
  missingWords,
  type Words,
  wordLanguages,
  wordsFile,
} from '../../domain/text/translations.ts';
import type { Yaml, YamlNode } from '../../domain/text/yaml.ts';
import { PUBLICATION_FILE } from '../content/read-content.ts';
import type { TemplatesRecord } from './build-cache.ts';
import { buildIcons } from './build-icons.ts';
import type { ObjectWriter } from './object-writer.ts';

type TemplatePorts = {
  content: ContentFiles;
  /** Path → stamp of the content's files. */
  stamps: ReadonlyMap<string, string>;
  templates: ContentFiles;
  yaml: () => Promise<Yaml>;
  mail: () => Promise<TemplateCompiler>;
  images: () => Promise<Images>;
  out: Blobs;
};
type TemplateSource = { path: string; bytes: Uint8Array };

/** Reads all of the few dozen small files, but makes a part again only if the content of its files is new. */
export async function buildTemplates(
  ports: TemplatePorts,
  listed: readonly ListedFile[],
  { publication, lines }: { publication: Publication; lines: PublicationReading['lines'] },
  last: TemplatesRecord | undefined,
  writer: ObjectWriter,
): Promise<TemplatesRecord> {
  const sources: TemplateSource[] = [];
  const unread: Problem[] = [];
  for (const { path } of listed) sources.push(...(await readOrReport(ports.templates, path, unread)));
  const inSite = sources.filter(({ path }) => path.startsWith('templates/site/'));
  const words = sources.filter(({ path }) => path.startsWith('templates/words/'));
  const mail = sources.filter((source) => !inSite.includes(source) && !words.includes(source));
  const icons = await buildIcons(ports, publication, { file: PUBLICATION_FILE, line: lines.icon ?? 1 });
  const [builtWords, builtAssets, builtMail] = [
    await buildWords(ports, words, publication.language, last),
    await buildAssets(ports, inSite, publication, last, unread),
    await buildMail(ports, mail, last, writer),
  ];
  return {
    made: { words: builtWords.made, assets: builtAssets.made, mail: builtMail.made },
    words: builtWords.words,
    assets: { ...builtAssets.assets, ...icons.assets },
    mail: builtMail.object,
    problems: [...unread, ...icons.problems, ...builtWords.problems, ...builtMail.problems],
  };
}

/** Returns no source, and adds a problem, if the file cannot be read. */
async function readOrReport(
  files: ContentFiles,
  path: string,
  problems: Problem[],
): Promise<TemplateSource[]> {
  try {
    return [{ path, bytes: await files.read(path) }];
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    const { message, remedy = 'Put it back, or build again.' } = error;
    problems.push({ file: path, line: 1, level: 'error', message, remedy });
    return [];
  }
}

const hashSources = (sources: readonly TemplateSource[]): string =>
  hashOf(...sources.flatMap(({ path, bytes }) => [path, sha256(bytes)]));

/** Each word of `de-AT` is taken from de-AT.yaml, else from de.yaml, else from English. */
async function buildWords(
  ports: TemplatePorts,
  sources: readonly TemplateSource[],
  language: string,
  last: TemplatesRecord | undefined,
) {
  const made = hashOf(language, hashSources(sources));
  const problems: Problem[] = [];
  if (last?.made.words === made) return { made, words: last.words, problems };
  const yaml = await ports.yaml();
  const spoken = wordLanguages(language).flatMap((name) => {
    const source = sources.find(({ path }) => path === wordsFile(name));
    return source ? [{ name, words: readWords(source, yaml, problems) }] : [];
  });
  const words = layWords(spoken, language);
  const files = sources.map(({ path }) => path);
  // Dates and lists are in the language of the words around them, so in English if there is no translation.
  const missing = missingWords({ language }, NO_POSITION, files) !== undefined;
  return { made, words: missing ? { ...words, [LANGUAGE_NAME_KEY]: FALLBACK_LANGUAGE } : words, problems };
}

/**
 * Lays the words of the languages over each other, the best last. English words in another language's place are isolated, and an English
 * singular goes where the other language has one word for every number.
 */
function layWords(spoken: readonly { name: string; words: Words }[], language: string): Words {
  let laid: Words = {};
  for (const { name, words } of spoken) {
    const isForeign = name === FALLBACK_LANGUAGE && name !== language.split('-')[0];
    const kept = Object.entries(laid).filter(([key]) => !(words[key.replace(/\.one$/, '')] && !words[key]));
    laid = { ...Object.fromEntries(kept), ...(isForeign ? isolateWords(words) : words) };
  }
  return laid;
}

const NO_POSITION = { file: '', line: 1 };

function readWords({ path, bytes }: TemplateSource, yaml: Yaml, problems: Problem[]): Words {
  const decoded = decodeSource(path, bytes);
  if ('problem' in decoded) {
    problems.push(decoded.problem);
    return {};
  }
  const parsed = yaml.parse(decoded.file.text);
  if ('fault' in parsed) {
    problems.push({ file: path, level: 'error', ...parsed.fault });
    return {};
  }
  problems.push(...parseAxioms(parsed.node, path).problems);
  return Object.fromEntries(flattenNode(parsed.node, ''));
}

const flattenNode = (node: YamlNode | undefined, prefix: string): [string, string][] => {
  if (node?.kind === 'scalar') return [[prefix, node.text]];
  if (node?.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => flattenNode(value, prefix ? `${prefix}.${key}` : key));
};

/** Joins the style sheets into one. Every other file is copied, and so are the publication's own logos, under their paths. */
async function buildAssets(
  ports: TemplatePorts,
  sources: readonly TemplateSource[],
  publication: Publication,
  last: TemplatesRecord | undefined,
  problems: Problem[],
) {
  const files = [
    ...sources.filter(({ path }) => !path.endsWith('.css')),
    ...(await readLogos(ports, publication, problems)),
  ];
  const sheets = sources.filter(({ path }) => path.endsWith('.css'));
  const made = hashOf(hashSources(sheets), hashSources(files), publication.accent);
  if (last?.made.assets === made) return { made, assets: last.assets };
  const texts = sheets.map(({ path, bytes }) => ({ name: path, text: new TextDecoder().decode(bytes) }));
  const style = new TextEncoder().encode(joinStylesheets(texts, publication.accent));
  const named = files.map(({ path, bytes }) => ({
    name: path.replace(/^(templates\/site|content)\//, ''),
    bytes,
  }));
  const assets: [string, string][] = [];
  for (const { name, bytes } of [{ name: 'style.css', bytes: style }, ...named]) {
    const key = assetKeyOf(name, bytes);
    await ports.out.put(key, bytes);
    assets.push([name, key]);
  }
  return { made, assets: Object.fromEntries(assets) };
}

/** A logo without a file is left out here: the checks of the content report it. */
async function readLogos(
  { content, stamps }: TemplatePorts,
  { logo }: Publication,
  problems: Problem[],
): Promise<TemplateSource[]> {
  const found: TemplateSource[] = [];
  for (const src of new Set(logo ? [logo.light, logo.dark] : [])) {
    const path = `content/${src}`;
    if (stamps.has(path)) found.push(...(await readOrReport(content, path, problems)));
  }
  return found;
}

/** `images/logo.svg` → `assets/logo.3f2a….svg`: the name holds a hash of the content, so caches may keep the file for ever. */
function assetKeyOf(name: string, bytes: Uint8Array): string {
  const file = name.slice(name.lastIndexOf('/') + 1);
  const dot = file.includes('.') ? file.lastIndexOf('.') : file.length;
  const stem = file.slice(0, dot).replace(/[^A-Za-z0-9_-]+/g, '-');
  return `assets/${stem}.${sha256(bytes).slice(0, 12)}${file.slice(dot)}`;
}

async function buildMail(
  ports: TemplatePorts,
  sources: readonly TemplateSource[],
  last: TemplatesRecord | undefined,
  writer: ObjectWriter,
) {
  const made = hashSources(sources);
  if (last?.made.mail === made) {
    writer.keep(last.mail);
    return { made, object: last.mail, problems: last.problems };
  }
  const { mail, problems } = await (await ports.mail()).compile();
  return { made, object: await writer.write(JSON.stringify(mail)), problems };
}
