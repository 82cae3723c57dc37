/** Reads identities of SES with the credentials that send. */
import { createAccount } from '../adapters/aws4fetch/account.ts';
import type { RequestSettings } from '../adapters/aws4fetch/requests.ts';
import type { SendingAccount } from '../domain/account/aws-account.ts';
import { readSesEndpoint } from './ses-endpoint.ts';

export const openSesIdentity = (settings: RequestSettings): SendingAccount['identity'] =>
  createAccount({ ...settings, endpoints: { sesv2: readSesEndpoint(process.env) } }).identity;
