/** The startup banner: the server's addresses, the machines that can open them, and a warning if links in its mail lead nowhere. */
import type { Config } from '../wiring/config.ts';
import { hostNameIn } from './host-header.ts';
import { isHere, isOpened } from './local-only.ts';

export type Greeting = Pick<Config, 'mailer' | 'host' | 'baseUrl'> & {
  url: string;
  automatic: boolean;
  preview: boolean;
};

export function greeting(about: Greeting): string {
  const { url, mailer, automatic, preview } = about;
  const mail =
    mailer === 'outbox'
      ? `Mail is kept here, look at ${url}/outbox`
      : `Mail goes out by ${mailer}${automatic ? '' : ', only when you say send'}`;
  return [
    '',
    `  The publication     ${url}`,
    `  Its feeds           ${url}/feeds`,
    `  Subscribe           ${url}/subscribe`,
    `  ${mail}`,
    ...(preview ? [`  Letters to come     ${url}/preview/letters`, `  ${whoCanOpen(about)}`] : []),
    preview
      ? '  Edit anything in content/ or templates/ and look again. Ctrl-C stops it.'
      : '  Ctrl-C stops it.',
    '',
  ].join('\n');
}

const whoCanOpen = ({ host }: Greeting): string =>
  isOpened(host)
    ? `HOST=${host}: every machine that reaches this one sees drafts and mail.`
    : 'This machine alone can open it. In a container, or for others on the network: HOST=0.0.0.0';

/** A warning about real mail whose links readers cannot open; undefined if the links work or no real mail is sent. */
export function deadLinks({
  mailer,
  host,
  baseUrl,
  preview,
}: Omit<Greeting, 'url' | 'automatic'>): string | undefined {
  if (mailer === 'outbox') return undefined;
  const links = `Mail goes out by ${mailer}, and every link in it leads to ${baseUrl}`;
  if (isHere(hostNameIn(new URL(baseUrl).host) ?? ''))
    return `${links}, which for a reader is their own machine. Set BASE_URL to the address they know.`;
  if (!preview) return undefined;
  return isOpened(host)
    ? `${links}, where this preview shows drafts. For readers: npm run broadsheet -- serve --published`
    : `${links}, where this preview answers 403 to everybody else, also through a proxy. For readers: npm run broadsheet -- serve --published`;
}
