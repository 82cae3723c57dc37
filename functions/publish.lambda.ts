/** Custom resource of a deployment: makes the deployed release live (infra/site/live-release.ts). */
import { answerDeployment } from './wiring/aws/custom-resource.ts';
import { publishDeployed } from './wiring/aws/publish-deployed.ts';

export const handler = answerDeployment(publishDeployed);
