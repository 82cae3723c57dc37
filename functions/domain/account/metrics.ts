/** Names of the custom metrics that functions count and alarms watch (infra/alarms/watches.ts). */

/** Namespace in CloudWatch. The dimension `service` is the stage (`paper-prod`), so that each stage of an account has its own. */
export const METRIC_NAMESPACE = 'Broadsheet';

export const METRICS = {
  /** Runs that are under way, at each tick. */
  liveRuns: 'LiveRuns',
  /** Confirmations and other notices that could not be handed over, counted at each attempt. */
  noticesHalted: 'NoticesHalted',
  /** Runs that were stopped until an operator acts. */
  runsPaused: 'RunsPaused',
} as const;

/** Reads a stage's name from its prefix: `/broadsheet/paper/prod` → `paper-prod`, as in infra/stage/stage.ts. */
export const parseStagePrefix = (prefix: string): { id: string; name: string } => {
  const [publication = '', name = ''] = prefix.split('/').slice(-2);
  return { id: `${publication}-${name}`, name };
};
