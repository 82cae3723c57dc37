/** Preflight checks of names: the domains that letters come from, and the host of the site. */
import { domainOf, isReserved, isWithin } from '../../functions/domain/dns/dns.ts';
import { isHostName } from '../../functions/domain/dns/host-name.ts';
import type { Publication } from '../../functions/domain/publication/publication.ts';
import { sendersOf } from '../../functions/domain/publication/senders.ts';
import { isLargeProvider } from '../../functions/domain/subscribers/large-providers.ts';
import { hostOf, type Stage } from '../stage/stage.ts';

/** Checks the senders of the publication and of its newsletters. `shared`: their domains are verified already. */
export function senderFaults(publication: Publication, shared: boolean): PreflightFault[] {
  const { zone, dns, dmarc } = publication.hosting;
  const domains = [...new Set(sendersOf(publication).map(domainOf))];
  const takesBounces = !shared && (zone !== undefined || dns !== undefined);
  const bounce = bounceOf(publication);
  const rua = typeof dmarc === 'object' ? domainOf(dmarc.rua ?? '') : '';
  return [
    ...domains.flatMap((domain): PreflightFault[] => [
      [
        dns !== undefined && isLargeProvider(domain),
        `Letters come from ${domain}: nobody but its owner can publish records there.`,
        'Write a `from` at a domain of yours.',
      ],
      [
        zone !== undefined && !shared && !isWithin(domain, zone),
        `Letters come from ${domain}, which is not in the zone ${zone}: DMARC could not align.`,
        'Write a `from` of that zone, for the publication and for each newsletter that has its own; or say -c sender=shared where SES has verified their domains already.',
      ],
    ]),
    // SES refuses a MAIL FROM domain that also sends mail: https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
    [
      takesBounces && domains.includes(bounce),
      `Letters come from ${bounce}, the domain at which SES takes bounces.`,
      'Write a `from` at another domain.',
    ],
    [
      isLargeProvider(rua),
      `DMARC reports would go to ${rua}, which takes no reports about other domains.`,
      'Write a `rua` at a domain of yours below `hosting` in content/publication.yaml.',
    ],
  ];
}

/** The longest name that ACM certifies: https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const MAX_CERTIFIED = 64;

/** Checks the host of the stage's site. */
export function hostFaults(stage: Stage): PreflightFault[] {
  const { url } = stage.publication;
  const host = hostOf(stage);
  if (host === undefined) return [];
  const port = url === undefined ? '' : new URL(url).port;
  return [
    [
      isReserved(host),
      `${host} is reserved for examples (RFC 2606): nothing would lead there.`,
      'Write a `url` of yours, or leave it out until there is a domain.',
    ],
    [
      port !== '',
      `\`url\` names the port ${port}, and CloudFront answers at 443 alone.`,
      'Write it without.',
    ],
    [
      !isHostName(host),
      `\`${host}\` is no host name, so no certificate can be made for it.`,
      'Write a `url` such as https://news.example.com: no address of numbers, no dot at its end.',
    ],
    [
      host.length > MAX_CERTIFIED,
      `${host} has ${host.length} characters, and ACM makes certificates for ${MAX_CERTIFIED} at most.`,
      'Write a shorter `url`, or give the stage a shorter name.',
    ],
    [
      host === bounceOf(stage.publication),
      `${host} is the domain at which SES takes bounces.`,
      'Write another name as `url`.',
    ],
  ];
}

const bounceOf = ({ hosting: { zone }, from }: Publication): string =>
  `bounce.${zone ?? domainOf(from.email)}`;

export type PreflightFault = [isFault: boolean, sentence: string, remedy: string];
