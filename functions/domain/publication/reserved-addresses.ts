/** Finds addresses of publication.yaml that lie in domains reserved for examples, where no mail arrives. */
import { domainOf, isReserved } from '../dns/dns.ts';
import type { Hosting, Publication } from './publication.ts';

/** `key`: the top-level key of publication.yaml above the address. `use`: the purpose of the address, in words. */
export type WrittenAddress = { key: string; email: string; use: string };

export type Addressed = Pick<
  Publication,
  'from' | 'replyTo' | 'editors' | 'newsletters' | 'unsubscribeMailto'
> & { hosting?: Pick<Hosting, 'dmarc'> };

const addressUse = (key: string, email: string | undefined, use: string): WrittenAddress[] =>
  email === undefined ? [] : [{ key, email, use }];

/** A newsletter inherits sender and reply address from the publication; inherited addresses are listed once. */
export function listAddresses(publication: Addressed): WrittenAddress[] {
  const { from, replyTo, editors, newsletters, unsubscribeMailto, hosting } = publication;
  const { rua = undefined } = typeof hosting?.dmarc === 'object' ? hosting.dmarc : {};
  const own = newsletters.flatMap(({ id, ...newsletter }) => [
    ...(newsletter.from.email === from.email
      ? []
      : addressUse('newsletters', newsletter.from.email, `the sender of \`${id}\``)),
    ...(newsletter.replyTo?.email === replyTo?.email
      ? []
      : addressUse('newsletters', newsletter.replyTo?.email, `where answers to \`${id}\` go`)),
  ]);
  return [
    ...addressUse('from', from.email, 'the sender'),
    ...addressUse('replyTo', replyTo?.email, 'where answers go'),
    ...editors.flatMap(({ email }) => addressUse('editors', email, 'an editor, who is told of alarms')),
    ...own,
    ...addressUse('unsubscribeMailto', unsubscribeMailto, 'where readers ask to leave'),
    ...addressUse('hosting', rua, 'where reports of DMARC go'),
  ];
}

/** RFC 2606 and RFC 6761 reserve the domains. */
export const findReserved = (publication: Addressed): WrittenAddress[] =>
  listAddresses(publication).filter(({ email }) => isReserved(domainOf(email)));

export const describeReserved = ({ email, use }: WrittenAddress): string =>
  `${domainOf(email)} is reserved for examples (RFC 2606), and ${use} is there: no mail comes or goes.`;

/** True for a sample publication: its own sender is in a reserved domain. A sample cannot be deployed. */
export const isSample = ({ from }: Pick<Publication, 'from'>): boolean => isReserved(domainOf(from.email));
