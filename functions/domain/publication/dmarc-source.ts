/** `hosting.dmarc` of content/publication.yaml: `keep`, or a policy and where its reports go. */
import { canTakeReports, DMARC_POLICIES, type DmarcPolicy } from '../dns/dmarc-record.ts';
import { type Fields, fail, nodeAt, readText } from '../source/yaml-fields.ts';
import { map, readOneOf } from '../source/yaml-values.ts';
import { parseMailbox } from './mailbox-fields.ts';
import type { Hosting } from './publication.ts';

export const DMARC_KEYS = ['policy', 'rua'] as const;

export function dmarcOf(hosting: Fields): Pick<Hosting, 'dmarc'> {
  const node = nodeAt(hosting, 'dmarc');
  if (!node) return {};
  if (node.kind === 'scalar') {
    if (readText(hosting, 'dmarc') === 'keep') return { dmarc: 'keep' };
    fail(hosting, 'dmarc', '`dmarc` is neither `keep` nor a policy.', 'Write `keep`, or `{ policy: none }`.');
    return {};
  }
  const fields = map(hosting, 'dmarc', DMARC_KEYS);
  if (!fields) return {};
  const policy = readOneOf<DmarcPolicy>(fields, 'policy', DMARC_POLICIES, 'none');
  const rua = ruaOf(fields);
  return { dmarc: { policy, ...(rua === undefined ? {} : { rua }) } };
}

/** With or without `mailto:`. */
function ruaOf(fields: Fields): string | undefined {
  const written = readText(fields, 'rua')?.replace(/^mailto:/i, '');
  if (written === undefined) return undefined;
  const found = parseMailbox(written);
  if (found && found.name === '' && canTakeReports(found.email)) return found.email;
  return fail(fields, 'rua', '`rua` holds no address we can use.', 'Write `mailto:dmarc@example.com`.');
}
