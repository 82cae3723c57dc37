/** During a deployment: makes the secrets that are not there yet (infra/secrets.ts). */
import { answerDeployment } from './wiring/deployment.ts';
import { makeStageSecrets } from './wiring/stage-secrets.ts';

export const handler = answerDeployment(makeStageSecrets);
