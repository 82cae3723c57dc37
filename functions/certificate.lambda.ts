/** Custom resource of a deployment: requests the certificate of a domain whose DNS is elsewhere (infra/site/domain-elsewhere.ts). */
import { askStageCertificate } from './wiring/aws/ask-stage-certificate.ts';
import { answerDeployment } from './wiring/aws/custom-resource.ts';

export const handler = answerDeployment(askStageCertificate);
