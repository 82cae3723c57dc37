/** Structured lines for CloudWatch, by AWS's own library. Nothing that is written here holds an address or a token. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

export type Journal = {
  log(line: string): void;
  /** Counts of this invocation, as CloudWatch metrics (embedded metric format). */
  count(counts: Readonly<Record<string, number>>): void;
};

const NAMESPACE = 'Broadsheet';

/** `service`: which function, in which stage. */
export function openJournal(service: string): Journal {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: service });
  return {
    log: (line) => logger.info(line),
    count(counts) {
      const some = Object.entries(counts).filter(([, value]) => value > 0);
      for (const [name, value] of some) metrics.addMetric(name, MetricUnit.Count, value);
      if (some.length > 0) metrics.publishStoredMetrics();
    },
  };
}
