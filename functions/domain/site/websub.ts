/** The WebSub port: reads a feed at its public address, and notifies the hub of a change. */

export type Hub = {
  /** The entity tag of a feed at its public address, caches included; undefined if the feed cannot be read now. */
  seen(topic: string): Promise<string | undefined>;
  /** Tells the hub that a topic (the URL of a feed) has changed. Throws `unavailable`. */
  publish(hub: string, topic: string): Promise<void>;
};
