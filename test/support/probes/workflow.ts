/** Reads the repository's workflows as GitHub does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

type Step = { uses?: string; run?: string; if?: string; with?: Record<string, unknown>; env?: unknown };
export type Job = {
  steps: Step[];
  permissions?: Record<string, string>;
  environment?: unknown;
  concurrency?: { group: string; 'cancel-in-progress': boolean | string };
  'continue-on-error'?: unknown;
  if?: string;
  needs?: unknown;
  'timeout-minutes'?: number;
  strategy?: { matrix: Record<string, unknown[]> };
};
type Workflow = {
  on: Record<string, unknown>;
  permissions?: unknown;
  concurrency?: Job['concurrency'];
  jobs: Record<string, Job>;
};

const FOLDER = join(import.meta.dirname, '../../../.github/workflows');
const FILES = readdirSync(FOLDER);
const readText = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
export const readWorkflow = (file: string) => load(readText(file)) as Workflow;
export const TEXTS = FILES.map(readText);
export const WORKFLOWS = FILES.map(readWorkflow);
/** The jobs of all workflows, by name. */
export const JOBS = Object.assign({}, ...WORKFLOWS.map(({ jobs }) => jobs)) as Record<string, Job>;

export const runsOf = (job: Job | undefined): string[] => (job?.steps ?? []).flatMap(({ run }) => run ?? []);
