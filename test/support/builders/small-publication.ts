/** A default publication and default articles; a test gives only the fields that matter to it. */
import type { Entry, Fragment, Picture } from '../../../functions/domain/content/article.ts';
import type { Newsletter, Publication } from '../../../functions/domain/publication/publication.ts';

export const NOON = Date.parse('2026-11-23T12:00:00Z');

const variant = (name: string, width: number, height: number) => ({
  path: `media/${name}-${width}.jpg`,
  width,
  height,
  type: 'image/jpeg',
});

export const aPicture = (changes: Partial<Picture> = {}): Picture => ({
  alt: 'A harbour at dawn',
  caption: 'The harbour, before the ferries.',
  credit: 'Drawing: The Small Paper',
  width: 1600,
  height: 900,
  page: [variant('harbour-0a1b', 640, 360), variant('harbour-0a1b', 1280, 720)],
  mail: variant('harbour-0a1b', 1200, 676),
  share: variant('harbour-0a1b-share', 1200, 630),
  ...changes,
});

export const anEntry = (changes: Partial<Entry> = {}): Entry => ({
  id: 'harbour',
  slug: changes.id ?? 'harbour',
  title: 'The harbour opens',
  date: NOON,
  updated: undefined,
  topic: 'world',
  authors: ['Ada Stone'],
  tags: ['ports'],
  summary: 'Ferries are back.',
  image: undefined,
  words: 120,
  minutes: 1,
  draft: false,
  digest: true,
  alert: undefined,
  access: 'public',
  canonical: undefined,
  translations: {},
  corrections: [],
  withdrawn: undefined,
  aliases: [],
  hash: `hash-${changes.id ?? 'harbour'}`,
  place: { object: 'none', line: 0 },
  ...changes,
});

export const aFragment = (html = '<p>Ferries are back.</p>', changes: Partial<Fragment> = {}): Fragment => ({
  html,
  text: 'Ferries are back.',
  pictures: [],
  folded: false,
  ...changes,
});

const aNewsletter = (id: string, kind: Newsletter['kind']): Newsletter => ({
  id,
  name: `The ${id}`,
  description: `What the ${id} is.`,
  kind,
  schedule: kind === 'digest' ? { days: [1, 2, 3, 4, 5], hour: 7, minute: 0 } : undefined,
  topics: [],
  from: { name: 'The Small Paper', email: 'letters@example.com' },
  replyTo: undefined,
  hold: 600_000,
  minGap: 3_600_000,
  default: true,
  retired: false,
});

export const aPublication = (changes: Partial<Publication> = {}): Publication => ({
  id: 'small-paper',
  title: 'The Small Paper',
  description: 'A paper for tests.',
  url: undefined,
  language: 'en',
  timezone: 'Europe/London',
  from: { name: 'The Small Paper', email: 'letters@example.com' },
  replyTo: undefined,
  postalAddress: ['1 Test Lane'],
  editors: [],
  logo: undefined,
  accent: '#0a5',
  axioms: ['Why it matters'],
  topics: [
    { id: 'world', name: 'World', retired: false },
    { id: 'business', name: 'Business', retired: false },
  ],
  newsletters: [aNewsletter('daily', 'digest'), aNewsletter('brief', 'edited')],
  redirects: {},
  unsubscribeMailto: undefined,
  hub: undefined,
  hosting: { zone: undefined, workers: 2, waf: false, dashboard: false },
  sending: {
    perSecond: undefined,
    reserve: 0.05,
    signups: { perAddressDay: 3, perNetworkHour: 20, perHour: 500 },
  },
  ...changes,
});
