/** Who is who without saying so: subscriber ids, suppression hashes and limit keys are HMACs (SHA-256) under the identity key. */

import { hmac } from '../hmac.ts';
import type { Secrets } from '../secrets.ts';

const ID_LENGTH = 22;

/** `key` as parseAddress gives it. 22 characters of base64url (132 bits), evenly spread, for life. */
export const subscriberId = (secrets: Secrets, key: string): string =>
  hmac(secrets.identity, key).slice(0, ID_LENGTH);

/** What a suppression is kept under: from it nobody tells the address, nor the subscriber id. */
export const suppressionHash = (secrets: Secrets, key: string): string =>
  hmac(secrets.identity, `suppression\n${key}`);

/** A limit's key: names what is limited (`encodeMailbox`, `network`) and holds neither address nor network in clear. */
export const limitKey = (secrets: Secrets, kind: string, value: string): string =>
  `${kind}:${hmac(secrets.identity, `limit\n${kind}\n${value}`).slice(0, ID_LENGTH)}`;
