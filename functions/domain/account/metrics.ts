/** Metrics that functions count themselves: names that they and the alarms (infra/alarms/watches.ts) share. */

/** In CloudWatch; the dimension `service` is the stage, `paper-prod`, so that each stage of an account has its own. */
export const NAMESPACE = 'Broadsheet';

export const METRICS = {
  /** Runs that are under way, at each tick. */
  liveRuns: 'LiveRuns',
  /** Confirmations and other notices that could not be handed over, each time that they are tried. */
  noticesHalted: 'NoticesHalted',
  /** Runs that were stopped until somebody looks. */
  runsPaused: 'RunsPaused',
} as const;

/** `/broadsheet/paper/prod` → `paper-prod`, as infra/stage/stage.ts names a stage. */
export const stageOfPrefix = (prefix: string): { id: string; name: string } => {
  const [publication = '', name = ''] = prefix.split('/').slice(-2);
  return { id: `${publication}-${name}`, name };
};
