/** During a deployment: makes its release live (infra/live-release.ts). */
import { answerDeployment } from './wiring/deployment.ts';
import { publishDeployed } from './wiring/publish-deployed.ts';

export const handler = answerDeployment(publishDeployed);
