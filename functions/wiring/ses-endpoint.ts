/** The endpoint of SES v2. */

/** An emulator of one version of SES is asked for the other version too. undefined for AWS's own endpoint. */
export const readSesEndpoint = (env: NodeJS.ProcessEnv): string | undefined =>
  env.AWS_ENDPOINT_URL_SESV2 || env.AWS_ENDPOINT_URL_SES || env.AWS_ENDPOINT_URL || undefined;
