/** A stage (one deployed environment) as its constructs know it: the publication, the settings, and the names of resources. */
import { hash } from 'node:crypto';
import type { Publication } from '../../functions/domain/publication/publication.ts';

export type Stage = {
  publication: Publication;
  /** `prod`, `test` … */
  name: string;
  /** The share of the account's sending rate, above 0 and up to 1. */
  share: number;
  /** True if data is kept through `cdk destroy`; a stage for experiments is deleted whole. */
  keep: boolean;
  /** True if a kept stage was deployed before: `cdk destroy` is refused then. Absent: as `keep`. */
  protection?: boolean;
  /** A counter: a higher number gives CloudFront a new secret. Absent: 1. */
  origin?: number;
  /** The name of a table to use in place of the stack's own, which stays: one that was restored, or that a deleted stage left. */
  table?: string | undefined;
  /** If DNS is elsewhere: the ARN of an issued certificate. undefined if none is issued, and CloudFront's own name is used. */
  certificate?: string | undefined;
  /** How many certificates ACM gave up on because their record was not published. */
  lostCertificates?: number;
};

/** The host of a stage: `prod` has the publication's own, other stages a name below it. */
export function hostOf({ publication, name }: Stage): string | undefined {
  const own = publication.url && new URL(publication.url).hostname;
  const prod = own ?? publication.hosting.zone;
  return prod === undefined || name === 'prod' ? prod : `${name}.${prod}`;
}

/** A stage's name has the characters that CloudFormation and SES allow. */
export const isStageName = (name: string): boolean => /^[a-z][a-z0-9-]{0,20}$/.test(name);

/** The stack's name, which must begin with a letter (CloudFormation). No other id has a capital, so no two ids get the same name. */
export const stageId = ({ publication: { id }, name }: Stage): string =>
  `${/^[a-z]/.test(id) ? '' : 'Paper-'}${id}-${name}`;

/** The longest name that SES takes: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html */
const MAX_SET_NAME = 64;

/** The name of a configuration set. A name that would be too long is cut, and ends in a hash that keeps it unique. */
export function setName(stage: Stage, stream: 'letters' | 'notices'): string {
  const name = `${stageId(stage)}-${stream}`;
  if (name.length <= MAX_SET_NAME) return name;
  const end = `-${hash('sha256', stageId(stage)).slice(0, 8)}-${stream}`;
  return `${name.slice(0, MAX_SET_NAME - end.length)}${end}`;
}

/** The path in Parameter Store of the secrets and the base URL. */
export const parameterPrefix = ({ publication, name }: Stage): string =>
  `/broadsheet/${publication.id}/${name}`;
