/** The publication that tests show, build and send. The folder content/ belongs to its owner, and no test reads it. */
import { join } from 'node:path';

/** The path for CONTENT_DIR. Tests that edit the publication copy it first. */
export const TEST_PUBLICATION = join(import.meta.dirname, '../../fixtures/publication');
