/** A fake SNS for publishing: records the signed messages of each topic, or refuses them. */
import { createServer } from 'node:http';
import { bodyOf, listenOnLoopback } from '../hosts/loopback.ts';

export type FakeTopic = Awaited<ReturnType<typeof fakeTopic>>;

/** The test that opens one closes it. */
export async function fakeTopic() {
  const pages: { topic: string; subject: string; text: string }[] = [];
  const state = { refusal: undefined as string | undefined };
  const server = createServer(async (request, response) => {
    const sent = await bodyOf(request);
    const form = new URLSearchParams(sent);
    const isSigned = /\/sns\/aws4_request/.test(request.headers.authorization ?? '');
    const subject = form.get('Subject') ?? '';
    // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    const isSubject = /^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(subject);
    const code = !isSigned
      ? 'MissingAuthenticationToken'
      : (state.refusal ?? (form.get('Action') !== 'Publish' || !isSubject ? 'InvalidParameter' : undefined));
    if (code)
      return response
        .writeHead(403)
        .end(`<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`);
    pages.push({ topic: form.get('TopicArn') ?? '', subject, text: form.get('Message') ?? '' });
    return response.writeHead(200).end('<PublishResponse><PublishResult/></PublishResponse>');
  });
  return { ...(await listenOnLoopback(server)), pages, state };
}
