/** During a deployment: writes a DMARC record where there is none (infra/dmarc.ts). */
import { answerDeployment } from './wiring/deployment.ts';
import { writeStageDmarc } from './wiring/write-stage-dmarc.ts';

export const handler = answerDeployment(writeStageDmarc);
