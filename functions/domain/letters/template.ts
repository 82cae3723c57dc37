/** Compiled mail templates: MJML and text, compiled once per build, cut into pieces to be filled. */
import type { Problem } from '../problem.ts';

/** Literal text; `{{mark}}` to be filled; a place where a block stood (`<!-- block:intro -->` … `<!-- /block:intro -->`). */
export type TemplatePiece = string | { mark: string } | { block: string };

export type Template = { html: readonly TemplatePiece[]; text: readonly TemplatePiece[] };

/**
 * By block: `letter`, its blocks `letter.intro` …, theirs `letter.items.story` … (template-blocks.ts lists them).
 * `styles`: key of a style mark → declarations, from templates/prose.css.
 */
export type MailTemplates = {
  templates: Readonly<Record<string, Template>>;
  styles: Readonly<Record<string, string>>;
};

/** The compiler port. What is wrong with a template is a problem with its place; `fingerprint` changes with any source. */
export type TemplateCompiler = {
  compile(): Promise<{ mail: MailTemplates; problems: readonly Problem[]; fingerprint: string }>;
};
