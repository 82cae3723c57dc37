/** Compiles the mail templates of a folder once per build: MJML and the text beside it, both cut into blocks. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import mjml from 'mjml';
import type { Template, TemplateCompiler } from '../../domain/letters/template.ts';
import type { Problem } from '../../domain/problem.ts';
import { entryFaultOf } from '../../domain/source/unreadable-entry.ts';
import { checkSources, type TemplateSource } from './check-sources.ts';
import { cut, tidyHtml, tidyText } from './cut.ts';
import { proseStyles } from './prose-styles.ts';

type Fault = { line?: number; message: string; formattedMessage?: string };

/** MJML names the file of a fault only in its message: `Line 3 of /a/stories.mjml, included at … (mj-text) — …`. */
function problemOf({ line, message, formattedMessage }: Fault, document: TemplateSource): Problem {
  const path = /^Line \d+ of (.+?\.mjml)\b/.exec(formattedMessage ?? '')?.[1];
  return {
    file: path === undefined ? document.path : `templates/${basename(path)}`,
    line: line ?? 1,
    level: 'error',
    message: `MJML: ${message.trim()}.`,
    remedy: 'Correct it: documentation.mjml.io lists what each tag may hold.',
  };
}

async function compileHtml(
  folder: string,
  document: TemplateSource,
): Promise<{ html: string; problems: readonly Problem[] }> {
  try {
    const { html } = await mjml(document.text, {
      // The default list would load fonts from fonts.googleapis.com.
      fonts: {},
      validationLevel: 'strict',
      keepComments: true,
      ignoreIncludes: false,
      filePath: join(folder, 'letter.mjml'),
    });
    return { html: groundPreview(html), problems: [] };
  } catch (cause) {
    const faults = (cause as { errors?: readonly Fault[] }).errors ?? [cause as Fault];
    return { html: '', problems: faults.map((fault) => problemOf(fault, document)) };
  }
}

/** The form in which mjml-core's helpers/preview.js writes the preview. */
const PREVIEW = '<div style="display:none;font-size:1px;color:#ffffff;';

/**
 * Gives the preview text (preheader) the background's colour, a class for dark mode, and Outlook's property for hiding. mj-preview always
 * writes white, which filters take for hidden text (SpamAssassin: HTML_FONT_LOW_CONTRAST).
 */
function groundPreview(html: string): string {
  const ground = /<body[^>]*background-color:(#[0-9a-f]{6})/i.exec(html)?.[1];
  if (ground === undefined) return html;
  const ours = `<div class="preheader" style="display:none;mso-hide:all;font-size:1px;color:${ground};`;
  return html.replace(PREVIEW, ours);
}

async function readSources(folder: string): Promise<readonly TemplateSource[]> {
  const names = (await readdir(folder)).filter((name) => /\.(mjml|txt|css)$/.test(name)).toSorted();
  const sources = await Promise.all(
    names.map(async (name) => {
      const text = await textOf(join(folder, name));
      return text === undefined ? [] : { path: `templates/${name}`, text: text.replace(/\r\n/g, '\n') };
    }),
  );
  return sources.flat();
}

/** Returns undefined for a pipe, a circular link, or a file without rights. The listing of the folder reports these. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).isFile() ? await readFile(file, 'utf8') : undefined;
  } catch (error) {
    if (entryFaultOf(error) || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const fingerprintOf = (sources: readonly TemplateSource[]): string =>
  createHash('sha256').update(JSON.stringify(sources)).digest('hex');

function joined(html: string, text: string): Record<string, Template> {
  const [inHtml, inText] = [cut(tidyHtml(html), 'letter'), cut(tidyText(text), 'letter')];
  return Object.fromEntries(
    Object.keys(inHtml).map((block) => [block, { html: inHtml[block] ?? [], text: inText[block] ?? [] }]),
  );
}

export function createTemplateCompiler(folder: string): TemplateCompiler {
  return {
    async compile() {
      const sources = await readSources(folder);
      const source = (name: string): TemplateSource =>
        sources.find(({ path }) => path === `templates/${name}`) ?? { path: `templates/${name}`, text: '' };
      const [document, text] = [source('letter.mjml'), source('letter.txt')];
      const { html, problems: faults } = await compileHtml(folder, document);
      const { styles, problems: ofStyles } = proseStyles(source('prose.css'));
      const problems = [
        ...faults,
        ...[document, text].flatMap((one) => checkSources(one, sources)),
        ...ofStyles,
      ];
      const templates = problems.length === 0 ? joined(html, text.text) : {};
      return { mail: { templates, styles }, problems, fingerprint: fingerprintOf(sources) };
    },
  };
}
