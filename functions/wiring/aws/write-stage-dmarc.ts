/** Custom resource that writes the DMARC record of a stage whose zone is in the account. */
import { createZoneTexts } from '../../adapters/aws4fetch/zone-texts.ts';
import { createDns } from '../../adapters/dns/records.ts';
import { DMARC_POLICIES } from '../../domain/dns/dmarc-record.ts';
import { writeDmarc } from '../../flows/dns/write-dmarc.ts';
import { lambdaCredentials } from './credentials.ts';
import type { DeploymentAnswer } from './custom-resource.ts';

/** A property that is not set is empty. `RuaOf` is `editor` if `Rua` is only for a record without an address for reports. */
export async function writeStageDmarc({
  Domain = '',
  Zone = '',
  Policy = '',
  Rua = '',
  RuaOf = '',
}: Readonly<Record<string, string>>): Promise<DeploymentAnswer> {
  const endpoint = process.env.AWS_ENDPOINT_URL_ROUTE_53 || process.env.AWS_ENDPOINT_URL || undefined;
  const zone = createZoneTexts({ zone: Zone, endpoint, credentials: lambdaCredentials });
  const dns = createDns(process.env.DNS_SERVER || undefined);
  const policy = DMARC_POLICIES.find((one) => one === Policy);
  const address = Rua === '' ? undefined : Rua;
  const [rua, editor] = RuaOf === 'editor' ? [undefined, address] : [address, undefined];
  const done = await writeDmarc({ zone, dns }, Domain, { policy, rua, editor });
  // The id is the same whatever was done, so that CloudFormation never removes a record.
  return { id: `dmarc-${Domain}`, data: { Done: done }, secret: false };
}
