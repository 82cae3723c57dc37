/** Reads `hosting.dmarc` of content/publication.yaml: `keep`, or a DMARC policy and the address for reports. */
import { canTakeReports, DMARC_POLICIES, type DmarcPolicy } from '../dns/dmarc-record.ts';
import { type Fields, nodeAt, readText, reportKey } from '../source/yaml-fields.ts';
import { readMapField, readOneOf } from '../source/yaml-values.ts';
import { parseMailbox } from './mailbox-fields.ts';
import type { Hosting } from './publication.ts';

export const DMARC_KEYS = ['policy', 'rua'] as const;

export function dmarcOf(hosting: Fields): Pick<Hosting, 'dmarc'> {
  const node = nodeAt(hosting, 'dmarc');
  if (!node) return {};
  if (node.kind === 'scalar') {
    if (readText(hosting, 'dmarc') === 'keep') return { dmarc: 'keep' };
    reportKey(
      hosting,
      'dmarc',
      '`dmarc` is neither `keep` nor a policy.',
      'Write `keep`, or `{ policy: none }`.',
    );
    return {};
  }
  const fields = readMapField(hosting, 'dmarc', DMARC_KEYS);
  if (!fields) return {};
  const policy = readOneOf<DmarcPolicy>(fields, 'policy', DMARC_POLICIES, 'none');
  const rua = ruaOf(fields);
  return { dmarc: { policy, ...(rua === undefined ? {} : { rua }) } };
}

/** The address for reports, written with or without `mailto:`. */
function ruaOf(fields: Fields): string | undefined {
  const written = readText(fields, 'rua')?.replace(/^mailto:/i, '');
  if (written === undefined) return undefined;
  const found = parseMailbox(written);
  if (found && found.name === '' && canTakeReports(found.email)) return found.email;
  return reportKey(fields, 'rua', '`rua` holds no address we can use.', 'Write `mailto:dmarc@example.com`.');
}
