/** The recording of an article (podcast episode): a file of `content/files/`, or one elsewhere whose size and type are told. */
import { type Fields, lineOf, readText, reportKey, requireText } from '../source/yaml-fields.ts';
import { readMapField, readNumber } from '../source/yaml-values.ts';
import { describeMissingFile, type FileTable, fileOfLink } from './content-file.ts';
import { isWebUrl, type LinkFault } from './link-target.ts';

/** `href`: `/media/…` or an https URL. `seconds`: how long it lasts. `label`: kind and size, where the file is ours. */
export type Audio = {
  href: string;
  type: string;
  bytes: number;
  title?: string;
  seconds?: number;
  label?: string;
};

/** `src`: a file below the content folder; absent for a recording elsewhere, whose `audio` is whole. */
export type AudioSource = { src?: string; audio: Audio; line: number };

export const AUDIO_KEYS = ['src', 'title', 'duration', 'length', 'type'] as const;

/** Bytes: a recording of a day and more. */
const MAX_LENGTH = 10_000_000_000;

const isAudioType = (type: string): boolean => /^audio\/[a-z0-9][a-z0-9.+-]*$/.test(type);

export function readAudio(fields: Fields, file: string): AudioSource | undefined {
  const audio = readMapField(fields, 'audio', AUDIO_KEYS);
  const src = audio && requireText(audio, 'src', 'files/episode-1.mp3');
  if (!audio || !src) return undefined;
  const title = readText(audio, 'title');
  const seconds = readSeconds(audio);
  const words = { ...(title && { title }), ...(seconds !== undefined && { seconds }) };
  const line = lineOf(audio, 'src');
  if (/^[a-z][a-z0-9+.-]*:/i.test(src)) {
    const found = readElsewhere(audio, src);
    return found && { audio: { ...found, ...words }, line };
  }
  for (const key of ['length', 'type'].filter((one) => audio.nodes.has(one)))
    reportKey(audio, key, `\`${key}\` is read from the file.`, 'Remove it.');
  const own = fileOfLink(src, file);
  if (!own)
    return reportKey(
      audio,
      'src',
      `\`${src.slice(0, 80)}\` is not a file of \`content/files/\`.`,
      'Put the file there and write `files/episode-1.mp3`, or a whole URL (https://…).',
    );
  return { src: own.src, audio: { href: '', type: '', bytes: 0, ...words }, line };
}

/** Feed readers and Apple ask for size and type before they load anything, and for https. */
function readElsewhere(audio: Fields, src: string): Audio | undefined {
  if (!isWebUrl(src) || !/^https:/i.test(src))
    return reportKey(audio, 'src', `\`${src.slice(0, 80)}\` is not an https address.`, 'Write `https://…`.');
  requireText(audio, 'length', '48123456');
  const bytes = readNumber(audio, 'length', 1, MAX_LENGTH) ?? 0;
  const type = requireText(audio, 'type', 'audio/mpeg').toLowerCase();
  if (type && !isAudioType(type))
    return reportKey(audio, 'type', `\`${type.slice(0, 80)}\` is no type of audio.`, 'Write `audio/mpeg`.');
  return { href: new URL(src).href, type, bytes: Math.floor(bytes) };
}

/** `754`, `12:34` or `1:02:03`. */
function readSeconds(audio: Fields): number | undefined {
  const written = readText(audio, 'duration');
  if (written === undefined) return undefined;
  const [, hours = '0', minutes = '0', seconds = ''] =
    /^(?:(?:(\d{1,2}):)?(\d{1,3}):(?=\d\d$))?(\d{1,5})$/.exec(written) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  if (seconds !== '' && total > 0) return total;
  const message = `\`${written.slice(0, 40)}\` is not a length of time.`;
  return reportKey(audio, 'duration', message, 'Write `12:34`, `1:02:03` or seconds.');
}

/** The recording with what the table says of its file. */
export function resolveAudio(
  { src, audio }: AudioSource,
  files: FileTable = {},
): { audio: Audio } | { fault: LinkFault } {
  if (src === undefined) return { audio };
  const found = Object.hasOwn(files, src) ? files[src] : undefined;
  if (!found) return { fault: describeMissingFile(src, Object.keys(files)) };
  if (!isAudioType(found.type)) {
    const message = `\`${src.slice(0, 80)}\` is no recording.`;
    return { fault: { message, remedy: 'Name an mp3, m4a, ogg or wav file.' } };
  }
  const { path, type, bytes, label } = found;
  return { audio: { ...audio, href: `/${path}`, type, bytes, label } };
}

/** `1:02:03`, or `12:34`. */
export function formatSeconds(seconds: number): string {
  const pad = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = pad(seconds % 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${end}` : `${minutes}:${end}`;
}

/** Length, kind and size: `12:34, MP3, 12 MB`. Empty if nothing of it is known. */
export const describeAudio = ({ seconds, label }: Audio): string =>
  [seconds === undefined ? undefined : formatSeconds(seconds), label].filter(Boolean).join(', ');

/** `base`: absolute origin without a trailing slash. */
export const audioUrl = ({ href }: Pick<Audio, 'href'>, base: string): string =>
  href.startsWith('/') ? base + href : href;
