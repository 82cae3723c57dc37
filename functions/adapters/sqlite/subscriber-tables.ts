/** Tables of subscribers, suppressions, daily counts and limits. */

export const SUBSCRIBER_TABLES = ``;
