/** Where the last server on this DATA_DIR was to be found, so that letters a command sends beside it lead there too. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';

const fileOf = (config: Config): string => join(config.dataDir, 'server.url');

/** All of it or nothing: half an address would be in every link of a letter. */
export function rememberServer(config: Config, url: string): void {
  const draft = `${fileOf(config)}.new`;
  writeFileSync(draft, `${url}\n`);
  renameSync(draft, fileOf(config));
}

/** The config of a command: what the environment says of PORT and BASE_URL goes first. */
export function besideServer(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  if (environment.BASE_URL || environment.PORT) return config;
  try {
    return { ...config, baseUrl: readFileSync(fileOf(config), 'utf8').trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return config;
  }
}
