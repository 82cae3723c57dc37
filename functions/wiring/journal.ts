/** The journal of a function: its name is in every line. */
import { openJournal } from '../adapters/powertools/log.ts';

export const journal = openJournal(process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'local');
