/** Custom resource of a deployment: writes a DMARC record if there is none (infra/dmarc.ts). */
import { answerDeployment } from './wiring/aws/custom-resource.ts';
import { writeStageDmarc } from './wiring/aws/write-stage-dmarc.ts';

export const handler = answerDeployment(writeStageDmarc);
