/** What would fail later, in the middle of a deployment or of a send, is refused here, with a sentence. */
import { domainOf, isReserved, within } from '../functions/domain/dns.ts';
import { BroadsheetError } from '../functions/domain/error.ts';
import { isLargeProvider } from '../functions/domain/large-providers.ts';
import type { Stage } from './stage.ts';

/** CDK and SES names: letters, digits and hyphens. */
const STAGE = /^[a-z][a-z0-9-]{0,20}$/;

/** `region`: where the stack goes, if that is known. Throws `config`. */
export function refuse({ publication, name, share }: Stage, region: string | undefined): void {
  const { zone, waf, dns } = publication.hosting;
  const host = publication.url === undefined ? undefined : new URL(publication.url).hostname;
  const sender = domainOf(publication.from.email);
  const faults: [boolean, string, string][] = [
    [
      !STAGE.test(name),
      `\`${name}\` cannot name a stage.`,
      'Use small letters, digits and hyphens: -c stage=test',
    ],
    [!(share > 0 && share <= 1), 'The share of the rate is no part of one.', 'Say for example -c share=0.5'],
    [
      isReserved(sender),
      `Nobody can send from ${sender}: it is reserved for examples (RFC 2606).`,
      'Write an address of yours as `from` in content/publication.yaml.',
    ],
    [
      publication.postalAddress.length === 0,
      'There is no postal address: no letter would go out.',
      'Add `postalAddress` to content/publication.yaml.',
    ],
    [
      publication.editors.length === 0,
      'Nobody would be told of alarms.',
      'Add `editors` to content/publication.yaml.',
    ],
    [
      host !== undefined && zone === undefined && dns === undefined,
      `\`url\` is ${host}, and no hosted zone is named: nothing would lead there.`,
      'Add `hosting: { zone: … }`, or `hosting: { dns: elsewhere }`, or leave `url` out until there is a domain.',
    ],
    [
      dns !== undefined && zone !== undefined,
      `DNS is elsewhere, and ${zone} is named as a hosted zone of Route 53.`,
      'Keep `zone` where its name servers are Route 53’s, else `dns: elsewhere`.',
    ],
    [
      dns !== undefined && isLargeProvider(sender),
      `Letters come from ${sender}: nobody but its owner can publish records there.`,
      'Write a `from` at a domain of yours.',
    ],
    [
      host !== undefined && zone !== undefined && !within(host, zone),
      `${host} is not in the zone ${zone}.`,
      'Write a `url` in that zone.',
    ],
    [
      zone !== undefined && !within(sender, zone),
      `Letters come from ${sender}, which is not in the zone ${zone}: DMARC could not align.`,
      'Write a `from` of that zone.',
    ],
    [
      waf && region !== 'us-east-1',
      'A firewall for CloudFront can be made in us-east-1 alone.',
      'Deploy there, or leave `waf` out.',
    ],
  ];
  const found = faults.find(([fault]) => fault);
  if (found) throw new BroadsheetError('config', found[1], { remedy: found[2] });
}
