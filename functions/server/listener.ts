/** From a request to its answer on Node's own objects: content at once, everything else by way of the app. */
import type { RequestListener, ServerResponse } from 'node:http';
import type { Answering } from '../web/site/answer-content.ts';
import type { Answer } from '../web/site/resource.ts';

/** A Request, a Response and a router cost as much as all the rest of an answer that is ready. */
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
  // To HEAD node sends the head alone.
  outgoing.end(body);
}

/** Only Set-Cookie comes as a list. */
const fieldOf = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
