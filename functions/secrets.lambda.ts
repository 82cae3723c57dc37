/** Custom resource of a deployment: makes missing secrets, and deletes those of a stage that is not kept (infra/stage/secrets.ts). */
import { answerDeployment } from './wiring/aws/custom-resource.ts';
import { makeStageSecrets, removeStageSecrets } from './wiring/aws/stage-secrets.ts';

export const handler = answerDeployment(makeStageSecrets, removeStageSecrets);
