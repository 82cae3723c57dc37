/** Finds, at synth, the certificate of a host whose DNS is elsewhere. A name that the site serves already is never dropped silently. */
import {
  type Certificates,
  chooseCertificate,
  countFailedFor,
  isValidFor,
} from '../../functions/domain/dns/certificate.ts';
import { BroadsheetError } from '../../functions/domain/error.ts';

/**
 * `arn`: undefined if no certificate is issued yet, and CloudFront serves its own name. `lost`: how many certificates ACM has given up on.
 */
export type FoundCertificate = { arn: string | undefined; lost: number };

const ARN_PATTERN = /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/;

/** `said`: the context `-c certificate=<arn>` or `none`; without it, ACM is asked. Throws `config` with a remedy. */
export async function findCertificate(
  host: string,
  said: string | undefined,
  open: () => Promise<Certificates>,
): Promise<FoundCertificate> {
  if (said === 'none') return { arn: undefined, lost: 0 };
  if (said !== undefined) {
    if (ARN_PATTERN.test(said)) return { arn: said, lost: 0 };
    throw new BroadsheetError(
      'config',
      `\`${said}\` is no certificate of us-east-1, where CloudFront's are.`,
      {
        remedy: 'Write its ARN: -c certificate=arn:aws:acm:us-east-1:…, or -c certificate=none.',
      },
    );
  }
  const all = await listCertificates(host, open);
  const issued = chooseCertificate(host, all, 'ISSUED');
  if (issued) return { arn: issued.arn, lost: countFailedFor(host, all) };
  const shown = all.find((one) => one.used && isValidFor(host, one));
  if (!shown) return { arn: undefined, lost: countFailedFor(host, all) };
  throw new BroadsheetError(
    'config',
    `The certificate that ${host} shows is ${shown.status}: without it the address would be taken off the site.`,
    {
      remedy:
        'Publish its validation CNAME again and wait until ACM has renewed it, or say -c certificate=<arn> with another.',
    },
  );
}

async function listCertificates(host: string, open: () => Promise<Certificates>) {
  try {
    return await (await open()).list();
  } catch (cause) {
    throw new BroadsheetError(
      'config',
      `ACM could not be asked for the certificate of ${host}, and an address that is live must not be dropped.`,
      {
        remedy:
          'Log in (AWS_PROFILE, not --profile) with acm:ListCertificates, or say -c certificate=<arn>; before there is one, -c certificate=none.',
        cause,
      },
    );
  }
}
