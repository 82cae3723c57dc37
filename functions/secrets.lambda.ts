/** During a deployment: makes the secrets that are not there yet, and takes along those of a stage that goes whole (infra/stage/secrets.ts). */
import { answerDeployment } from './wiring/aws/custom-resource.ts';
import { makeStageSecrets, removeStageSecrets } from './wiring/aws/stage-secrets.ts';

export const handler = answerDeployment(makeStageSecrets, removeStageSecrets);
