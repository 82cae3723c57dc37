/** Remembers the URL of the last server on this DATA_DIR, so that links in letters that a command sends lead there too. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';

const urlFileOf = (config: Config): string => join(config.dataDir, 'server.url');

/** The write is atomic, because half a URL would be in every link of a letter. */
export function rememberServer(config: Config, url: string): void {
  const draft = `${urlFileOf(config)}.new`;
  writeFileSync(draft, `${url}\n`);
  renameSync(draft, urlFileOf(config));
}

/** The config of a command beside a server. PORT and BASE_URL of the environment take precedence. */
export function useServerUrl(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  if (environment.BASE_URL || environment.PORT) return config;
  try {
    return { ...config, baseUrl: readFileSync(urlFileOf(config), 'utf8').trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return config;
  }
}
