/** `cdk deploy` starts here: reads the publication, makes its sender. `-c verify=domain` verifies the whole domain. */
import { App } from 'aws-cdk-lib';
import { readConfig } from '../functions/wiring/config.ts';
import { readPublicationFile } from '../functions/wiring/content.ts';
import { SenderStack } from './stack.ts';

const app = new App();
const publication = await readPublicationFile(readConfig(process.env, process.cwd()));
const verify = app.node.tryGetContext('verify') === 'domain' ? 'domain' : 'address';
new SenderStack(app, `${publication.id}-sender`, { publication, verify });
