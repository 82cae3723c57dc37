/** Preflight checks: a setting that would fail in the middle of a deployment or of a send is refused here, with a sentence and a remedy. */
import { domainOf, isWithin } from '../../functions/domain/dns/dns.ts';
import { BroadsheetError } from '../../functions/domain/error.ts';
import type { Publication } from '../../functions/domain/publication/publication.ts';
import {
  describeReserved,
  findReserved,
  isSample,
} from '../../functions/domain/publication/reserved-addresses.ts';
import { isStageName, type Stage } from '../stage/stage.ts';
import { hostFaults, type PreflightFault, senderFaults } from './preflight-names.ts';

/**
 * Regions for which botocore's list of endpoints has no SES, or whose partition has no CloudFront:
 * https://docs.aws.amazon.com/general/latest/gr/ses.html
 */
const REGIONS_WITHOUT_SES = /^(ap-east-1$|cn-|us-gov-|eusc-|[a-z]{2}-iso)/;

/**
 * `region`: the stack's region, if it is known. `shared`: another stage has verified the sender already. Throws `config` for the first
 * fault.
 */
export function requireDeployable(stage: Stage, region: string | undefined, { shared = false } = {}): void {
  const { publication, name, share, origin = 1 } = stage;
  const faults: PreflightFault[] = [
    [
      !isStageName(name),
      `\`${name}\` cannot name a stage.`,
      'Use small letters, digits and hyphens, 21 at most: -c stage=test',
    ],
    [
      !(share > 0 && share <= 1),
      'The share of the rate must be above 0 and at most 1.',
      'Say for example -c share=0.5',
    ],
    [
      !(Number.isInteger(origin) && origin >= 1),
      'The origin’s secret is counted in whole numbers.',
      'Say for example -c origin=2',
    ],
    ...addressFaults(publication),
    ...domainFaults(publication),
    ...senderFaults(publication, shared),
    ...hostFaults(stage),
    ...regionFaults(publication, region),
  ];
  const found = faults.find(([isFault]) => isFault);
  if (found) throw new BroadsheetError('config', found[1], { remedy: found[2] });
}

function addressFaults(publication: Publication): PreflightFault[] {
  const { from, postalAddress, editors } = publication;
  return [
    [
      isSample(publication),
      `Nobody can send from ${domainOf(from.email)}: it is reserved for examples (RFC 2606).`,
      'Write an address of yours as `from` in content/publication.yaml.',
    ],
    ...findReserved(publication).map(
      (address): PreflightFault => [
        true,
        describeReserved(address),
        `Write an address of yours below \`${address.key}\` in content/publication.yaml.`,
      ],
    ),
    [
      postalAddress.length === 0,
      'There is no postal address: no letter would go out.',
      'Add `postalAddress` to content/publication.yaml.',
    ],
    [
      editors.length === 0,
      'There are no editors: alarms would reach nobody.',
      'Add `editors` to content/publication.yaml.',
    ],
  ];
}

function domainFaults(publication: Publication): PreflightFault[] {
  const { zone, dns } = publication.hosting;
  const host = publication.url === undefined ? undefined : new URL(publication.url).hostname;
  return [
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
      host !== undefined && zone !== undefined && !isWithin(host, zone),
      `${host} is not in the zone ${zone}.`,
      'Write a `url` in that zone.',
    ],
  ];
}

function regionFaults({ hosting: { waf } }: Publication, region: string | undefined): PreflightFault[] {
  return [
    [
      waf && region !== 'us-east-1',
      'A firewall for CloudFront can be made only in us-east-1.',
      'Deploy there, or leave `waf` out.',
    ],
    [
      region !== undefined && REGIONS_WITHOUT_SES.test(region),
      `SES or CloudFront is not available in ${region}.`,
      'Choose another region with AWS_REGION, such as us-east-1 or eu-west-1.',
    ],
  ];
}
