/** What CloudFront says to the web function, and how another takes its place: `<generation>:<secret> <the one before>`. */

export type OriginSecret = {
  /** Counted up by `cdk deploy -c origin=<n>`. */
  generation: number;
  /** What CloudFront is told. */
  current: string;
  /** Good until the next rotation: CloudFront's edges learn of another one after another. */
  previous: string | undefined;
};

const WRITTEN = /^(?:(\d+):)?(\S+)(?: (\S+))?$/;

/** A secret that was never rotated is written by itself. Throws where the text is none. */
export function parseOrigin(text: string): OriginSecret {
  const [, generation = '1', current, previous] = WRITTEN.exec(text) ?? [];
  if (current === undefined) throw new Error('the origin’s secret cannot be read');
  return { generation: Number(generation), current, previous };
}

export const formatOrigin = ({ generation, current, previous }: OriginSecret): string =>
  previous === undefined ? current : `${generation}:${current} ${previous}`;

/** Only towards a higher generation, so that a deployment may say the same twice, or go back. */
export const rotatedOrigin = (known: OriginSecret, generation: number, fresh: string): OriginSecret =>
  generation > known.generation ? { generation, current: fresh, previous: known.current } : known;

/** The secrets that are good now. */
export const acceptedSecrets = ({ current, previous }: OriginSecret): readonly string[] =>
  previous === undefined ? [current] : [current, previous];
