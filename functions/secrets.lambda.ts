/** During a deployment: makes the secrets that are not there yet, and takes along those of a stage that goes whole (infra/secrets.ts). */
import { answerDeployment } from './wiring/deployment.ts';
import { makeStageSecrets, removeStageSecrets } from './wiring/stage-secrets.ts';

export const handler = answerDeployment(makeStageSecrets, removeStageSecrets);
