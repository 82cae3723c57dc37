/** Answers requests on Node's own objects: content directly, all other requests through the app. */
import type { RequestListener, ServerResponse } from 'node:http';
import type { Answering } from '../web/site/answer-content.ts';
import type { Answer } from '../web/site/resource.ts';

/** The shortcut for content: a Request, a Response and a router would cost as much as the rest of a cached answer. */
export const answerContent =
  (answering: Answering, app: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const reads = method === 'GET' || method === 'HEAD';
    const answer = reads ? answering(url, (name) => fieldOf(headers[name])) : undefined;
    if (!answer) return app(incoming, outgoing);
    if (!(answer instanceof Promise)) return write(outgoing, answer);
    void answer.then((made) => (made ? write(outgoing, made) : app(incoming, outgoing)));
  };

function write(outgoing: ServerResponse, { status, fields, body }: Answer): void {
  outgoing.writeHead(status, fields);
  // Node sends the head alone in answer to HEAD.
  outgoing.end(body);
}

/** Only Set-Cookie arrives as a list. */
const fieldOf = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
