/** The port of TLS certificates that are validated by a DNS record (ACM), and the choice among several for a host. */

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html */
export type Certificate = {
  arn: string;
  /** In lower case; wildcards such as `*.paper.press` too. */
  names: readonly string[];
  /** PENDING_VALIDATION, ISSUED, INACTIVE, EXPIRED, VALIDATION_TIMED_OUT, REVOKED, FAILED. */
  status: string;
  /** A distribution uses the certificate. */
  used: boolean;
};

/** The CNAME record that proves that a name is ours. */
export type ProofRecord = { name: string; value: string };

/** Each method throws `unavailable` if ACM does not answer, or these credentials may not ask. */
export type Certificates = {
  /** All certificates of the account in the region, in every state. */
  list(): Promise<readonly Certificate[]>;
  /** undefined if ACM has not made the record yet, which takes seconds after a request. */
  proof(arn: string): Promise<ProofRecord | undefined>;
  /** Requests a certificate and returns its ARN. The same `token` within an hour yields the same certificate. */
  request(host: string, token: string): Promise<string>;
};

/** Whether a certificate covers a host. RFC 6125 §6.4.3: a star stands for one label. */
export const isValidFor = (host: string, { names }: Pick<Certificate, 'names'>): boolean =>
  names.includes(host) || names.includes(host.replace(/^[^.]+/, '*'));

/** The certificate to use for a host. One that is in use already comes first, so that a deployment does not replace it. */
export const chooseCertificate = (
  host: string,
  all: readonly Certificate[],
  status: string,
): Certificate | undefined =>
  all
    .filter((one) => one.status === status && isValidFor(host, one))
    .sort(
      (a, b) =>
        Number(b.used) - Number(a.used) ||
        Number(b.names.includes(host)) - Number(a.names.includes(host)) ||
        (a.arn < b.arn ? -1 : 1),
    )[0];

/** Counts failed requests: ACM waits 72 hours for the record. https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html */
export const countFailedFor = (host: string, all: readonly Certificate[]): number =>
  all.filter(
    ({ status, names }) => ['VALIDATION_TIMED_OUT', 'FAILED'].includes(status) && names.includes(host),
  ).length;
