/** Examines the publication: whether its letters may go, and whether their links lead to the site. */
import type { Mailer } from '../../domain/delivery/mailer.ts';
import { domainOf, isReserved } from '../../domain/dns/dns.ts';
import { type Finding, info, ok, problem } from '../../domain/finding.ts';
import type { Publication } from '../../domain/publication/publication.ts';

const LOCAL_HOST = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** `base`: the origin of every link. `mailer`: with the outbox nothing leaves the machine, so faults for readers are only notes. */
export function examinePublication(
  { url, postalAddress, from, editors }: Publication,
  { base, mailer }: { base: string; mailer: Mailer['name'] },
): Finding[] {
  const real = mailer !== 'outbox';
  const matters = real ? problem : info;
  const sender = domainOf(from.email);
  return [
    ...(postalAddress.length === 0
      ? [
          problem(
            'publication',
            'There is no postal address: no letter goes out.',
            'Add `postalAddress` to publication.yaml.',
          ),
        ]
      : []),
    ...(isReserved(sender)
      ? [
          matters(
            'publication',
            `Nobody can send from ${sender}: it is reserved for examples.`,
            'Write an address of yours as `from`.',
          ),
        ]
      : []),
    ...(editors.length === 0
      ? [
          info(
            'publication',
            'The publication has no editors: nobody gets alarms and proofs.',
            'Add `editors` to publication.yaml.',
          ),
        ]
      : []),
    examineLinks(url, base, matters),
  ];
}

function examineLinks(url: string | undefined, base: string, matters: typeof problem): Finding {
  const { hostname, protocol } = new URL(base);
  if (LOCAL_HOST.test(hostname))
    return matters(
      'links',
      `Links in letters lead to ${base}, this machine alone.`,
      'Set BASE_URL to where readers find it.',
    );
  if (url !== undefined && url !== base)
    return matters(
      'links',
      `Links in letters lead to ${base}, and publication.yaml says ${url}.`,
      'Make BASE_URL and `url` the same.',
    );
  if (protocol !== 'https:')
    return matters(
      'links',
      `Links in letters lead to ${base}, without TLS: no one-click unsubscribe (RFC 8058).`,
      'Put TLS in front, and https into BASE_URL.',
    );
  return ok('links', `Links in letters lead to ${base}.`);
}
