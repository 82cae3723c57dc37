/** A TLS certificate that somebody proves by a DNS record (ACM): the port, and which of several speaks for a host. */

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html */
export type Certificate = {
  arn: string;
  /** Small letters; `*.paper.press` too. */
  names: readonly string[];
  /** PENDING_VALIDATION, ISSUED, INACTIVE, EXPIRED, VALIDATION_TIMED_OUT, REVOKED, FAILED. */
  status: string;
  /** A distribution shows it. */
  used: boolean;
};

/** What proves that a name is ours: a CNAME. */
export type ProofRecord = { name: string; value: string };

/** Each throws `unavailable` where it is not answered, or these credentials may not ask. */
export type Certificates = {
  /** All of the account in the region, whatever their state. */
  list(): Promise<readonly Certificate[]>;
  /** undefined: ACM has not made it up yet, which takes seconds after a request. */
  proof(arn: string): Promise<ProofRecord | undefined>;
  /** Returns its ARN. The same `token` within an hour is the same certificate. */
  request(host: string, token: string): Promise<string>;
};

/** RFC 6125 §6.4.3: a star stands for one label. */
export const isFor = (host: string, { names }: Pick<Certificate, 'names'>): boolean =>
  names.includes(host) || names.includes(host.replace(/^[^.]+/, '*'));

/** The one that is shown already comes first, so that a deployment changes nothing by itself. */
export const bestOf = (host: string, all: readonly Certificate[], status: string): Certificate | undefined =>
  all
    .filter((one) => one.status === status && isFor(host, one))
    .sort(
      (a, b) =>
        Number(b.used) - Number(a.used) ||
        Number(b.names.includes(host)) - Number(a.names.includes(host)) ||
        (a.arn < b.arn ? -1 : 1),
    )[0];

/** ACM gives up after 72 hours without the record. https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html */
export const lostFor = (host: string, all: readonly Certificate[]): number =>
  all.filter(
    ({ status, names }) => ['VALIDATION_TIMED_OUT', 'FAILED'].includes(status) && names.includes(host),
  ).length;
