/** The secret that CloudFront shows to the web function, and its rotation; stored as `<generation>:<secret> <previous secret>`. */

export type OriginSecret = {
  /** `cdk deploy -c origin=<n>` counts the generation up. */
  generation: number;
  /** The secret that CloudFront sends. */
  current: string;
  /** Accepted until the next rotation, because CloudFront's edges learn of a new secret one by one. */
  previous: string | undefined;
};

const STORED_SECRET_PATTERN = /^(?:(\d+):)?(\S+)(?: (\S+))?$/;

/** A secret that was never rotated has no generation. Throws if the text is no secret. */
export function parseOrigin(text: string): OriginSecret {
  const [, generation = '1', current, previous] = STORED_SECRET_PATTERN.exec(text) ?? [];
  if (current === undefined) throw new Error('the origin’s secret cannot be read');
  return { generation: Number(generation), current, previous };
}

export const formatOrigin = ({ generation, current, previous }: OriginSecret): string =>
  previous === undefined ? current : `${generation}:${current} ${previous}`;

/** Rotates only to a higher generation, so that a deployment may repeat one or go back. */
export const rotateOrigin = (known: OriginSecret, generation: number, fresh: string): OriginSecret =>
  generation > known.generation ? { generation, current: fresh, previous: known.current } : known;

/** The secrets that the web function accepts now. */
export const acceptedSecretsOf = ({ current, previous }: OriginSecret): readonly string[] =>
  previous === undefined ? [current] : [current, previous];
