/** Chooses the list prices: another mail or hosting provider plugs its own in here. */
import { AWS_PRICES } from '../adapters/aws4fetch/prices.ts';
import { SES_PRICES } from '../adapters/ses/prices.ts';
import type { Prices } from '../domain/account/prices.ts';

export const PRICES: Prices = { mail: SES_PRICES, hosting: AWS_PRICES };
