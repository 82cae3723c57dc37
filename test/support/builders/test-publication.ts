/** The publication that tests show, build and send. The folder content/ belongs to its owner, and no test reads it. */
import { join } from 'node:path';

/** As CONTENT_DIR names it. Tests that edit it copy it first. */
export const TEST_PUBLICATION = join(import.meta.dirname, '../../fixtures/publication');
