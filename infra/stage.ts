/** What every construct of a stage is told: whose it is, and how it is named. */
import type { Publication } from '../functions/domain/publication.ts';

export type Stage = {
  publication: Publication;
  /** `prod`, `test` … */
  name: string;
  /** 0–1: of the account's sending rate. */
  share: number;
  /** Kept through `cdk destroy`; a stage for trying things goes whole. */
  keep: boolean;
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

export const stageId = ({ publication, name }: Stage): string => `${publication.id}-${name}`;
/** Below it in Parameter Store: secrets and base URL. */
export const parameterPrefix = ({ publication, name }: Stage): string =>
  `/broadsheet/${publication.id}/${name}`;
