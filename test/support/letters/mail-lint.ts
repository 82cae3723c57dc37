/** Lints the HTML of a letter for mail clients: what a client lacks must be decoration (mail-decoration.ts). */
import { MAIL_CLIENTS, type MailClient, readMailSupport } from './mail-clients.ts';
import { DECORATION, UNTESTED } from './mail-decoration.ts';
import { type FeatureUse, listMailFeatures, readAsOutlook } from './mail-features.ts';

const support = readMailSupport();
const wordsOf = (features: string): readonly string[] => features.split(' ');
const untested = new Set(UNTESTED.flatMap(({ features }) => wordsOf(features)));

const isDecoration = ({ feature, place }: FeatureUse, client: MailClient): boolean =>
  DECORATION.some(
    ({ features, only, clients }) =>
      wordsOf(features).includes(feature) && (only?.test(place) ?? true) && (clients?.test(client) ?? true),
  );

function faultOf(use: FeatureUse, client: MailClient): string | undefined {
  const known = support.get(use.feature)?.(client);
  if (!known)
    return untested.has(use.feature)
      ? undefined
      : `${use.feature} at ${use.place} is not known to caniemail.com`;
  if (known.level === 'yes' || known.level === 'unknown' || isDecoration(use, client)) return undefined;
  const notes = known.notes.length > 0 ? `: ${known.notes.join(' ')}` : '';
  return `${MAIL_CLIENTS[client]} supports ${use.feature} ${known.level === 'no' ? 'not' : 'partly'} at ${use.place}${notes}`;
}

/** Gmail may drop a whole style block for one construct that it does not know, so only the last block may hold such. */
const GMAIL = ['gmail.desktop-webmail', 'gmail.ios', 'gmail.android'] as const;

function listBlockFaults(uses: readonly FeatureUse[]): string[] {
  const last = Math.max(0, ...uses.map(({ block = 0 }) => block));
  return uses
    .filter(({ block = last }) => block < last)
    .flatMap(({ feature, place, block }) =>
      GMAIL.filter((client) => support.get(feature)?.(client).level === 'no').map(
        (client) => `${MAIL_CLIENTS[client]} may drop style block ${block} for ${feature} at ${place}`,
      ),
    );
}

/** Each fault names the client, the feature and the place. Style blocks are decoration as a whole, as clients drop them. */
export function lintLetter(html: string): readonly string[] {
  const [uses, inOutlook] = [listMailFeatures(html), listMailFeatures(readAsOutlook(html))];
  const faults = (Object.keys(MAIL_CLIENTS) as MailClient[]).flatMap((client) =>
    (client === 'outlook.windows' ? inOutlook : uses)
      .filter(({ block }) => block === undefined)
      .flatMap((use) => faultOf(use, client) ?? []),
  );
  return [...new Set([...faults, ...listBlockFaults(uses)])];
}
