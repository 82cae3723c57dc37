/** Decodes the bytes of a content file, and splits its text into front matter and body. */
import type { Problem } from '../problem.ts';
import { stripForbidden } from '../text/escape.ts';
import { createTooLargeError, MAX_TEXT_FILE_BYTES } from './file-sizes.ts';
import type { Passage, SourceFile } from './source-files.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });
const lenientDecoder = new TextDecoder('utf-8');

/** Decodes UTF-8 and removes BOM, CR and forbidden characters. Bytes that are not UTF-8 are a problem on the line where they start. */
export function decodeSource(path: string, bytes: Uint8Array): { file: SourceFile } | { problem: Problem } {
  if (bytes.length > MAX_TEXT_FILE_BYTES) {
    const { message, remedy = '' } = createTooLargeError(MAX_TEXT_FILE_BYTES);
    return { problem: problemAt(path, 1, message, remedy) };
  }
  try {
    const text = decoder.decode(bytes);
    return {
      file: { path, text: stripForbidden(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text) },
    };
  } catch {
    const line = lenientDecoder
      .decode(bytes)
      .split('\ufffd', 1)[0]!
      .split(/\r\n?|\n/).length;
    return { problem: problemAt(path, line, 'The file is not UTF-8 text.', 'Save it again as UTF-8.') };
  }
}

const problemAt = (file: string, line: number, message: string, remedy: string): Problem => ({
  file,
  line,
  level: 'error',
  message,
  remedy,
});

/** `yaml` starts on line 2 of the file. */
export type FileParts = { yaml: string; body: Passage };

const CLOSING_LINE = /^---[ \t]*$/m;

/** The front matter stands between the first two `---` lines; the body follows the second. */
export function splitFrontMatter(file: SourceFile): FileParts | { problem: Problem } {
  const opening = /^---[ \t]*\n/.exec(file.text);
  if (!opening) {
    const remedy = 'Start the file with a line `---`, then its keys (`title: …`), then another `---`.';
    return { problem: problemAt(file.path, 1, 'The file has no front matter.', remedy) };
  }
  const rest = file.text.slice(opening[0].length);
  const closing = CLOSING_LINE.exec(rest);
  if (!closing) {
    const remedy = 'Put a line `---` after the last key.';
    return { problem: problemAt(file.path, 1, 'The front matter does not end.', remedy) };
  }
  const yaml = rest.slice(0, closing.index);
  const after = closing.index + closing[0].length + 1;
  return { yaml, body: { body: rest.slice(after), line: 3 + countNewlines(yaml) } };
}

/** Counts newlines without an array of the lines. */
function countNewlines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
