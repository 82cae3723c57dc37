/** Messages between a build and its media processes: calls and replies. */

import type { ShareCard } from '../../domain/content/share-card.ts';
import type { ErrorCode } from '../../domain/error.ts';
import type { TemplateCompiler } from '../../domain/letters/template.ts';
import type { Images } from '../../domain/pictures/images.ts';

export type MediaCalls = Images & {
  drawCard(card: ShareCard): Promise<Uint8Array>;
  compile(templatesDir: string): ReturnType<TemplateCompiler['compile']>;
};

/** `limit`: CPU time in milliseconds. */
export type MediaCall = { id: number; what: keyof MediaCalls; given: unknown[]; limit: number | undefined };

/** A reply holds the fields of an error, because an error loses its class on the way. */
export type Reply = { id: number } & (
  | { made: unknown }
  | { failed: { code: ErrorCode; message: string; remedy: string | undefined }; ended?: true }
  | { broke: string }
);
