/** SES's account-level suppression list, by small signed requests: the v1 client that sends mail has no such call. */
import type { ProviderSuppressions } from '../../domain/account/provider-suppressions.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { type RequestSettings, signedRequests } from './requests.ts';

const DELETE_ACTION = 'ses:DeleteSuppressedDestination';

/** `endpoint`: an emulator's, AWS_ENDPOINT_URL_SESV2 in the SDK's words; undefined for AWS's own. */
export function createProviderSuppressions({
  endpoint,
  ...settings
}: RequestSettings & { endpoint: string | undefined }): ProviderSuppressions {
  const requests = signedRequests('ses', settings);
  const base = (endpoint ?? `https://email.${settings.region}.amazonaws.com`).replace(/\/$/, '');
  return {
    async remove(address) {
      // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DeleteSuppressedDestination.html
      const url = `${base}/v2/email/suppression/addresses/${encodeURIComponent(address)}`;
      const response = await requests({ method: 'DELETE', url });
      await response.body?.cancel();
      if (response.ok) return true;
      const name = response.headers.get('x-amzn-errortype')?.replace(/:.*$/, '') || String(response.status);
      // A 404 of another name does not come from SES.
      if (name === 'NotFoundException') return false;
      throw new BroadsheetError('unavailable', `${DELETE_ACTION} was answered with ${name}.`, {
        remedy: `Check that these credentials may call ${DELETE_ACTION}, and that AWS_REGION is where mail is sent from.`,
      });
    },
  };
}
