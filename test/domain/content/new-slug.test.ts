import { expect, it } from 'vitest';
import { transliterate } from '../../../functions/adapters/any-ascii/transliterate.ts';
import { createSlug } from '../../../functions/domain/content/new-slug.ts';
import { isSlug } from '../../../functions/domain/text/slug.ts';

it.each([
  ['de', 'Möwen: Größe', 'moewen-groesse'],
  ['de-AT', 'Ärger über Öl', 'aerger-ueber-oel'],
  ['en', 'Möwen: Größe', 'mowen-grosse'],
  ['en', 'Night buses run again', 'night-buses-run-again'],
  ['sv', 'Sjöräddning på Åland', 'sjoraddning-pa-aland'],
  ['fi', 'Äänestys yöllä', 'aanestys-yolla'],
  ['da', 'Ærø får smørrebrød', 'aeroe-faar-smoerrebroed'],
  ['nb', 'Blåbær på fjellet', 'blaabaer-paa-fjellet'],
  ['tr', 'IŞIK ve ışık: İstanbul', 'isik-ve-isik-istanbul'],
  ['vi', 'Đà Nẵng đổi mới', 'da-nang-doi-moi'],
  ['pl', 'Łódź: żółw', 'lodz-zolw'],
  ['is', 'Þórður æði', 'thordur-aedi'],
  ['ru', 'Щука и подъезд: объём', 'shchuka-i-podezd-obem'],
  ['uk', 'Київ: їжак і згода', 'kyiv-izhak-i-zghoda'],
  ['bg', 'Ъгълът на площада', 'agalat-na-ploshtada'],
  ['sr', 'Љубав и џеп', 'ljubav-i-dzep'],
  ['el', 'Ο ουρανός της Αθήνας', 'o-ouranos-tis-athinas'],
  ['zh', '北京大学的学生', 'beijing-daxue-de-xuesheng'],
  ['ko', '한국어 문장', 'hangugeo-munjang'],
  ['ka', 'საქართველო', 'sakartvelo'],
  ['ja', 'ひらがな', 'hiragana'],
  // These tell no sound letter by letter, so they stay.
  ['ja', '日本語の見出し、第2回', '日本語の見出し-第2回'],
  ['ar', 'القاهرة: 12 خطًا', 'القاهرة-12-خطًا'],
  ['he', 'תל אביב', 'תל-אביב'],
  ['th', 'ภาษาไทย', 'ภาษาไทย'],
  ['hi', 'हिन्दी समाचार', 'हिन्दी-समाचार'],
  ['en', '🚌 Buses & trams', 'buses-trams'],
  ['en', '!!!', ''],
])('in %s, %j gets the address %j', (language, headline, slug) => {
  expect(createSlug(headline, language, transliterate)).toBe(slug);
  expect(slug === '' || isSlug(slug)).toBe(true);
});
