/** Structured logging and metrics for CloudWatch, by AWS Powertools. No line holds an address or a token. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE } from '../../domain/account/metrics.ts';

export type FunctionLogger = {
  log(line: string): void;
  /** Counts of this invocation as CloudWatch metrics (embedded metric format). */
  count(counts: Readonly<Record<string, number>>): void;
};

/** `service`: the function and its stage. `stage`: metrics belong to the stage, so that an alarm sees those of all its functions. */
export function openFunctionLogger(service: string, stage: string = service): FunctionLogger {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: stage });
  return {
    log: (line) => logger.info(line),
    count(counts) {
      const some = Object.entries(counts).filter(([, value]) => value > 0);
      for (const [name, value] of some) metrics.addMetric(name, MetricUnit.Count, value);
      if (some.length > 0) metrics.publishStoredMetrics();
    },
  };
}
