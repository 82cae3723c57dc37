/** During a deployment: asks for the certificate of a domain whose DNS is elsewhere (infra/domain-elsewhere.ts). */
import { askStageCertificate } from './wiring/ask-stage-certificate.ts';
import { answerDeployment } from './wiring/deployment.ts';

export const handler = answerDeployment(askStageCertificate);
