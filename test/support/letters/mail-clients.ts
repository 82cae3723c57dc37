/** What mail clients support, by caniemail.com's data (`.ci/renew-caniemail.ts` renews the copy). */
import { readFileSync } from 'node:fs';

/** Client, as `family.platform` in the data → its name. Windows Mail, AOL and the providers of one country are left out. */
export const MAIL_CLIENTS = {
  'gmail.desktop-webmail': 'Gmail',
  'gmail.ios': 'Gmail on iOS',
  'gmail.android': 'Gmail on Android',
  'gmail.mobile-webmail': 'Gmail in a phone’s browser',
  'outlook.windows': 'Outlook for Windows',
  'outlook.outlook-com': 'the new Outlook and outlook.com',
  'outlook.macos': 'Outlook for Mac',
  'outlook.ios': 'Outlook on iOS',
  'outlook.android': 'Outlook on Android',
  'apple-mail.macos': 'Apple Mail',
  'apple-mail.ios': 'Apple Mail on iOS',
  'yahoo.desktop-webmail': 'Yahoo',
  'yahoo.ios': 'Yahoo on iOS',
  'yahoo.android': 'Yahoo on Android',
  'samsung-email.android': 'Samsung Email',
  'thunderbird.macos': 'Thunderbird',
  'protonmail.desktop-webmail': 'Proton Mail',
  'protonmail.ios': 'Proton Mail on iOS',
  'protonmail.android': 'Proton Mail on Android',
  'hey.desktop-webmail': 'HEY',
} as const;

export type MailClient = keyof typeof MAIL_CLIENTS;
/** `unknown`: nobody tested. `notes`: what is only partly supported, or else. */
export type Support = { level: 'yes' | 'partly' | 'no' | 'unknown'; notes: readonly string[] };

type Line = { feature: string; support: Partial<Record<MailClient, string>>; notes?: Record<string, string> };

const LEVELS: Readonly<Record<string, Support['level']>> = { y: 'yes', a: 'partly', n: 'no', u: 'unknown' };

/** Feature → what each client supports of it. */
export function readMailSupport(): ReadonlyMap<string, (client: MailClient) => Support> {
  const file = new URL('../../fixtures/caniemail/support.jsonl', import.meta.url);
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const { feature, support, notes = {} } = JSON.parse(line) as Line;
      return [
        feature,
        (client) => ({
          level: LEVELS[support[client]?.[0] ?? 'u'] ?? 'unknown',
          notes: (support[client]?.match(/(?<=#)\d+/g) ?? []).flatMap((n) => notes[n] ?? []),
        }),
      ];
    }),
  );
}
