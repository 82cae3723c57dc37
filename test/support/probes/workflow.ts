/** The workflows of the repository, as GitHub reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

type Step = { uses?: string; run?: string; if?: string; with?: Record<string, unknown>; env?: unknown };
export type Job = {
  steps: Step[];
  permissions?: Record<string, string>;
  environment?: unknown;
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  'continue-on-error'?: unknown;
  if?: string;
  needs?: unknown;
};
type Workflow = { on: Record<string, unknown>; permissions?: unknown; jobs: Record<string, Job> };

const FOLDER = join(import.meta.dirname, '../../../.github/workflows');
export const TEXTS = readdirSync(FOLDER).map((file) => readFileSync(join(FOLDER, file), 'utf8'));
export const WORKFLOWS = TEXTS.map((text) => load(text) as Workflow);
/** By name, of all of them. */
export const JOBS = Object.assign({}, ...WORKFLOWS.map(({ jobs }) => jobs)) as Record<string, Job>;

export const runsOf = (job: Job | undefined): string[] => (job?.steps ?? []).flatMap(({ run }) => run ?? []);
