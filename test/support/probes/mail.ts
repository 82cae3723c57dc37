/** Reads a message as a mail program does: parts, headers and links. */
import PostalMime from 'postal-mime';
import type { RunningServer } from '../hosts/running-server.ts';

export type ReceivedMail = {
  header(name: string): string | undefined;
  html: string;
  text: string;
  link(part: string): string;
};

export async function openMail(server: RunningServer, id: string): Promise<ReceivedMail> {
  const answer = await fetch(`${server.url}/outbox/messages/${id}.eml`);
  const mail = await PostalMime.parse(await answer.arrayBuffer());
  const text = mail.text ?? '';
  return {
    header: (name) => mail.headers.find((h) => h.key === name.toLowerCase())?.value,
    html: mail.html ?? '',
    text,
    link(part) {
      const found = text.match(/https?:\/\/[^\s<>)]+/g)?.find((url) => url.includes(part));
      if (!found) throw new Error(`No link to ${part} in: ${text}`);
      return found;
    },
  };
}
