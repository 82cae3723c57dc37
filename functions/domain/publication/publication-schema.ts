/** JSON Schema of content/publication.yaml, for completion in editors. */
import { DMARC_POLICIES } from '../dns/dmarc-record.ts';
import {
  choiceOf,
  fileSchema,
  flagKey,
  freeText,
  type KeySchema,
  listOf,
  mapOf,
  neededText,
  numberFrom,
  pairsSchema,
  textList,
} from '../source/key-schema.ts';
import { PUBLICATION_KEYS } from './publication-source.ts';
import { WORKER_LIMITS } from './sending-limits.ts';

const newsletter = mapOf(
  PUBLICATION_KEYS.newsletters,
  {
    id: neededText,
    name: neededText,
    description: freeText,
    kind: choiceOf('edited', 'digest'),
    schedule: freeText,
    topics: textList,
    from: freeText,
    replyTo: freeText,
    hold: freeText,
    minGap: freeText,
    default: flagKey,
    retired: flagKey,
  },
  ['id', 'name', 'kind'],
);

const signups = mapOf(PUBLICATION_KEYS.signups, {
  perAddressDay: numberFrom(1, 1_000_000),
  perNetworkHour: numberFrom(1, 1_000_000),
  perHour: numberFrom(1, 1_000_000),
  perDomainHour: numberFrom(1, 1_000_000),
});

const sending = mapOf(PUBLICATION_KEYS.sending, {
  perSecond: numberFrom(0.01, 100_000),
  reserve: numberFrom(0, 1),
  signups,
  keepRecipients: freeText,
});

const dmarc: KeySchema = {
  anyOf: [
    { enum: ['keep', null] },
    mapOf(PUBLICATION_KEYS.dmarc, { policy: choiceOf(...DMARC_POLICIES), rua: freeText }),
  ],
};

const hosting = mapOf(PUBLICATION_KEYS.hosting, {
  zone: freeText,
  dns: choiceOf('elsewhere'),
  dmarc,
  workers: numberFrom(WORKER_LIMITS.least, WORKER_LIMITS.most),
  waf: flagKey,
  dashboard: flagKey,
  budget: numberFrom(1, 1_000_000),
  pool: freeText,
  github: freeText,
  githubProvider: choiceOf('existing'),
});

const topic = mapOf(PUBLICATION_KEYS.topics, { id: neededText, name: freeText, retired: flagKey }, ['id']);

export const publicationSchema = fileSchema(
  'content/publication.yaml',
  mapOf(
    PUBLICATION_KEYS[''],
    {
      id: neededText,
      title: neededText,
      description: freeText,
      url: freeText,
      language: neededText,
      timezone: neededText,
      from: neededText,
      replyTo: freeText,
      postalAddress: textList,
      editors: textList,
      icon: freeText,
      logo: mapOf(PUBLICATION_KEYS.logo, { light: neededText, dark: freeText, alt: neededText }, [
        'light',
        'alt',
      ]),
      accent: freeText,
      axioms: textList,
      topics: listOf(topic),
      newsletters: listOf(newsletter),
      redirects: pairsSchema(),
      unsubscribeMailto: freeText,
      security: textList,
      hub: freeText,
      sending,
      hosting,
    },
    ['id', 'title', 'language', 'timezone', 'from', 'topics'],
  ),
);
