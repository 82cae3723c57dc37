/** Reads the environment of a deployed function: names, not secrets. infra/ sets the names, docs/environment.md lists them. */
import { parseStagePrefix } from '../../domain/account/metrics.ts';
import { BroadsheetError } from '../../domain/error.ts';

/** Names that the stack sets. AWS_REGION and credentials are Lambda's own; AWS_ENDPOINT_URL_* are honoured as the SDK does. */
export const FUNCTION_ENVIRONMENT = {
  TABLE: 'The DynamoDB table of subscribers and ledger.',
  BUCKET: 'The bucket of releases, letters, media and the pointer to what is live.',
  PARAMETERS: 'Prefix of the secrets, and of the base URL, in Parameter Store.',
  PLAN_QUEUE: 'URL of the queue that says a run is to be planned.',
  DELIVER_QUEUE: 'URL of the queue that says a run has letters to deliver.',
  NOTICES_QUEUE: 'URL of the queue that says confirmations and other notices wait.',
  ALARMS_TOPIC:
    'ARN of the topic whose messages reach the editors by mail. Without it alarms go through SES alone.',
  RATE_SHARE: 'This stage’s part of the account’s sending rate, 0 to 1. Default 1.',
} as const;

type Name = keyof typeof FUNCTION_ENVIRONMENT;
type Environment = Readonly<Record<string, string | undefined>>;

export type FunctionConfig = {
  region: string;
  table: string;
  bucket: string;
  parameters: string;
  queues: { plan: string; deliver: string; notices: string };
  /** undefined if CloudFront named the site: the parameter `<prefix>/base` has the URL then. */
  baseUrl: string | undefined;
  sesSets: { letters?: string; notices?: string };
  share: number;
  /** undefined if an earlier version deployed the stage, and did not set the topic. */
  alarmsTopic: string | undefined;
  /** The stage's name, as `--stage` takes it. */
  stage: string;
  endpoints: { s3: string | undefined; ssm: string | undefined; sns: string | undefined };
};

/** Throws `config` if a name is missing, so that a broken deployment fails at its first request. */
export function readFunctionConfig(env: Environment): FunctionConfig {
  const need = (name: Name): string => {
    const value = env[name];
    if (value) return value;
    throw new BroadsheetError('config', `${name} is not set.`, {
      remedy: 'Deploy again: the stack sets it.',
    });
  };
  const share = Number(env.RATE_SHARE || '1');
  if (!(share > 0 && share <= 1))
    throw new BroadsheetError('config', `RATE_SHARE is "${env.RATE_SHARE}".`, {
      remedy: 'Deploy with -c share=0.5.',
    });
  return {
    region: env.AWS_REGION || 'us-east-1',
    table: need('TABLE'),
    bucket: need('BUCKET'),
    parameters: need('PARAMETERS'),
    queues: { plan: need('PLAN_QUEUE'), deliver: need('DELIVER_QUEUE'), notices: need('NOTICES_QUEUE') },
    baseUrl: env.BASE_URL || undefined,
    sesSets: {
      ...(env.SES_LETTERS_SET ? { letters: env.SES_LETTERS_SET } : {}),
      ...(env.SES_NOTICES_SET ? { notices: env.SES_NOTICES_SET } : {}),
    },
    share,
    alarmsTopic: env.ALARMS_TOPIC || undefined,
    stage: parseStagePrefix(need('PARAMETERS')).name,
    endpoints: {
      s3: env.AWS_ENDPOINT_URL_S3 || undefined,
      ssm: env.AWS_ENDPOINT_URL_SSM || undefined,
      sns: env.AWS_ENDPOINT_URL_SNS || undefined,
    },
  };
}
