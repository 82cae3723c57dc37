/** The log and metrics of a function: the function's name is in every line, its stage in every metric. */
import { openFunctionLogger } from '../../adapters/powertools/log.ts';
import { parseStagePrefix } from '../../domain/account/metrics.ts';

const { AWS_LAMBDA_FUNCTION_NAME = 'local', PARAMETERS = '/local/local' } = process.env;

export const functionLog = openFunctionLogger(AWS_LAMBDA_FUNCTION_NAME, parseStagePrefix(PARAMETERS).id);
