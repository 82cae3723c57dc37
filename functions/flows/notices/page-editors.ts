/** Pages the editors, if the stage has a pager. A page that fails is only logged, so that the caller's own work goes on. */
import { formatPageSubject, maskPersons } from '../../domain/notices/pager.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { errorText } from '../log-text.ts';

export type PagePorts = Pick<DeliveryPorts, 'pager' | 'stage' | 'log'>;

/** False if the page could not be sent. True without a pager. */
export async function pageEditors(
  { pager, stage, log }: PagePorts,
  { subject, lines }: { subject: string; lines: readonly string[] },
): Promise<boolean> {
  if (!pager) return true;
  const where = stage === undefined ? '' : `${stage}: `;
  try {
    await pager.page({
      subject: formatPageSubject(maskPersons(`${where}${subject}`)),
      text: maskPersons(lines.filter((line) => line !== '').join('\n\n')),
    });
    return true;
  } catch (error) {
    log(`The editors could not be paged: ${errorText(error)}`);
    return false;
  }
}
