/** JSON Schema of the front matter of articles, editions and sponsors, for completion in editors. */

import { AUDIO_KEYS } from '../site/audio.ts';
import {
  choiceOf,
  fileSchema,
  flagKey,
  freeText,
  listOf,
  mapOf,
  neededText,
  pairsSchema,
  textList,
} from '../source/key-schema.ts';
import { ARTICLE_KEYS } from './article-source.ts';
import { EDITION_KEYS, SPONSOR_KEYS } from './edition-source.ts';

const correction = mapOf(ARTICLE_KEYS.corrections, { date: neededText, text: neededText }, ['date', 'text']);

const image = mapOf(
  ARTICLE_KEYS.image,
  { src: neededText, alt: freeText, caption: freeText, credit: freeText },
  ['src'],
);

const audio = mapOf(
  AUDIO_KEYS,
  { src: neededText, title: freeText, duration: freeText, length: freeText, type: freeText },
  ['src'],
);

export const articleSchema = fileSchema(
  'Front matter of content/articles/*.md',
  mapOf(
    ARTICLE_KEYS[''],
    {
      title: neededText,
      date: neededText,
      updated: freeText,
      topic: neededText,
      authors: textList,
      tags: textList,
      series: freeText,
      summary: freeText,
      image,
      audio,
      id: freeText,
      aliases: textList,
      draft: flagKey,
      digest: flagKey,
      alert: freeText,
      corrections: listOf(correction),
      withdrawn: mapOf(ARTICLE_KEYS.withdrawn, { date: neededText, note: neededText }, ['date', 'note']),
      access: choiceOf('public', 'letter'),
      canonical: freeText,
      translations: pairsSchema(),
    },
    ['title', 'date', 'topic'],
  ),
);

const item = mapOf(EDITION_KEYS.items, {
  article: neededText,
  as: choiceOf('whole', 'brief', 'headline'),
  picture: choiceOf('none', 'small', 'large'),
  sponsor: neededText,
  text: neededText,
  label: freeText,
});

export const editionSchema = fileSchema(
  'Front matter of content/editions/*.md',
  mapOf(
    EDITION_KEYS[''],
    {
      id: freeText,
      aliases: textList,
      newsletter: neededText,
      subject: neededText,
      preheader: freeText,
      sendAt: freeText,
      items: listOf(item),
    },
    ['newsletter', 'subject'],
  ),
);

export const sponsorSchema = fileSchema(
  'Front matter of content/sponsors/*.md',
  mapOf(SPONSOR_KEYS, { name: neededText, url: neededText }, ['name', 'url']),
);
