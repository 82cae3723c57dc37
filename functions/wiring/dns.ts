/** Opens DNS with the server that the configuration names. */
import { createDns } from '../adapters/dns/records.ts';
import type { Dns } from '../domain/dns/dns.ts';
import type { Config } from './config.ts';

export const openDns = ({ dnsServer }: Pick<Config, 'dnsServer'>): Dns => createDns(dnsServer);
