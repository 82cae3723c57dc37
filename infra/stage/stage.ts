/** What every construct of a stage is told: whose it is, and how it is named. */
import { hash } from 'node:crypto';
import type { Publication } from '../../functions/domain/publication/publication.ts';

export type Stage = {
  publication: Publication;
  /** `prod`, `test` … */
  name: string;
  /** 0–1: of the account's sending rate. */
  share: number;
  /** Kept through `cdk destroy`; a stage for trying things goes whole. */
  keep: boolean;
  /** A kept stage that was deployed before: `cdk destroy` is refused. Absent: it is as `keep` says. */
  protection?: boolean;
  /** Counted up to give CloudFront another secret; absent: 1. */
  origin?: number;
  /** Name of a table to use in place of the stack's own, which stays: one that was restored, or of a stage that is gone. */
  table?: string | undefined;
  /** Where DNS is elsewhere: ARN of a certificate that is issued; undefined: none is, and CloudFront's own name stays. */
  certificate?: string | undefined;
  /** How many certificates ACM gave up on, because their record was not published. */
  lostCertificates?: number;
};

/** The publication's own address, if it has one, is where it is; other stages are below it. */
export function hostOf({ publication, name }: Stage): string | undefined {
  const own = publication.url && new URL(publication.url).hostname;
  const prod = own ?? publication.hosting.zone;
  return prod === undefined || name === 'prod' ? prod : `${name}.${prod}`;
}

/** Letters, digits and hyphens, as CloudFormation and SES take them. */
export const isStageName = (name: string): boolean => /^[a-z][a-z0-9-]{0,20}$/.test(name);

/** The stack's name, which begins with a letter (CloudFormation). No other id has a capital: none can come to the same name. */
export const stageId = ({ publication: { id }, name }: Stage): string =>
  `${/^[a-z]/.test(id) ? '' : 'Paper-'}${id}-${name}`;

/** SES takes 64 characters: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html */
const MAX_SET_NAME = 64;

/** Of a configuration set. A name that would be too long ends in what tells it from others with the same beginning. */
export function setName(stage: Stage, stream: 'letters' | 'notices'): string {
  const name = `${stageId(stage)}-${stream}`;
  if (name.length <= MAX_SET_NAME) return name;
  const end = `-${hash('sha256', stageId(stage)).slice(0, 8)}-${stream}`;
  return `${name.slice(0, MAX_SET_NAME - end.length)}${end}`;
}

/** Below it in Parameter Store: secrets and base URL. */
export const parameterPrefix = ({ publication, name }: Stage): string =>
  `/broadsheet/${publication.id}/${name}`;
