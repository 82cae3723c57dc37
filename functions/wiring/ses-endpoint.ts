/** Where SES v2 is asked. */

/** Where an emulator plays one SES, it is asked for the other too. undefined: AWS's own. */
export const sesEndpoint = (env: NodeJS.ProcessEnv): string | undefined =>
  env.AWS_ENDPOINT_URL_SESV2 || env.AWS_ENDPOINT_URL_SES || env.AWS_ENDPOINT_URL || undefined;
