/** The two secrets. The identity key never rotates and is in every backup; the link key is a ring. */

export type LinkKey = { id: string; secret: Uint8Array };

export type Secrets = {
  /** 32 bytes: subscriber ids and suppressions are HMACs under it. */
  identity: Uint8Array;
  links: {
    current: LinkKey;
    /** Verify `unsubscribe` for ever and nothing else. */
    retired: readonly LinkKey[];
  };
};
