/** The WebSub port: what the public sees of a feed, and the hub that tells subscribers of news. */

export type Hub = {
  /** The entity tag a feed answers with at its public address, caches and all; undefined: it cannot be read now. */
  seen(topic: string): Promise<string | undefined>;
  /** Tells the hub that a topic changed. Throws `unavailable`. */
  publish(hub: string, topic: string): Promise<void>;
};
