/** Pseudonyms: subscriber ids, suppression hashes and limit keys are HMACs (SHA-256) under the identity key and reveal no address. */

import { hmac } from '../hmac.ts';
import type { Secrets } from '../secrets.ts';

const ID_LENGTH = 22;

/** An address's id for life: 22 characters of base64url (132 bits), evenly spread. `key` is that of parseAddress. */
export const subscriberId = (secrets: Secrets, key: string): string =>
  hmac(secrets.identity, key).slice(0, ID_LENGTH);

/** The hash of a suppression. Neither the address nor the subscriber id can be derived from it. */
export const suppressionHash = (secrets: Secrets, key: string): string =>
  hmac(secrets.identity, `suppression\n${key}`);

/** The key of a rate limit: it names the kind (`mailbox`, `network`) and holds neither address nor network in clear. */
export const limitKey = (secrets: Secrets, kind: string, value: string): string =>
  `${kind}:${hmac(secrets.identity, `limit\n${kind}\n${value}`).slice(0, ID_LENGTH)}`;
