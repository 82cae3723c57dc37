/** Translates errors of DynamoDB and its SDK into domain errors, once for every request. */
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';

const MISSING = 'There is no table of that name here. Deploy the stage first, or check TABLE and AWS_REGION.';
const DENIED = 'Check the AWS credentials, and that they may read and write the table.';
const REGION = 'Set AWS_REGION to where the table is.';

/** Remedies by the SDK's error names; all other errors mean that a part did not answer: throttled, away, slow. */
const REMEDIES: Readonly<Record<string, string>> = {
  ResourceNotFoundException: MISSING,
  AccessDeniedException: DENIED,
  UnrecognizedClientException: DENIED,
  InvalidSignatureException: DENIED,
  ExpiredTokenException: DENIED,
  MissingAuthenticationTokenException: DENIED,
  CredentialsProviderError: DENIED,
  TokenProviderError: DENIED,
};

/** Errors of a wrong request, which are bugs of ours. */
const BROKEN =
  /^(ValidationException|SerializationException|ItemCollectionSizeLimitExceededException|TypeError)$/;

export function tableError(error: unknown): BroadsheetError {
  if (isBroadsheetError(error)) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const told = `DynamoDB did not do what it was asked (${name}).`;
  if (/region is missing/i.test(message))
    return new BroadsheetError('config', 'No AWS region is set.', { remedy: REGION, cause: error });
  const remedy = REMEDIES[name];
  if (remedy !== undefined) return new BroadsheetError('config', told, { remedy, cause: error });
  if (BROKEN.test(name)) return new BroadsheetError('broken', told, { cause: error });
  return new BroadsheetError('unavailable', told, { remedy: 'Try again in a moment.', cause: error });
}
