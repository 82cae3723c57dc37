/** A resource: a body that is made once, hashed once and compressed once per encoding. An answer only chooses among ready headers. */
import { brotliCompress, constants, gzip } from 'node:zlib';
import { entityTagOf } from '../../domain/hash.ts';
import { type Instant, SECOND } from '../../domain/time/instant.ts';
import { findHeldTag, type RequestField } from '../http/conditional.ts';
import { type CachePolicy, cacheControl } from '../http/headers.ts';
import { type Encoding, encodingFor } from '../http/negotiate.ts';

// An import of node:util would evaluate all its exports: 5 to 14 ms of every start.
const { promisify } = process.getBuiltinModule('node:util');

type Fields = Readonly<Record<string, string>>;

export type ResourceBody = {
  status: number;
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  cachePolicy: CachePolicy;
  modified?: Instant;
  /** The next instant at which time alone changes the bytes. */
  nextChange?: Instant | undefined;
  /** The instant from which the server makes the resource again, because it shows what no view tells: what was sent. */
  staleAt?: Instant | undefined;
  /** An ETag, if the name already identifies the bytes. */
  tag?: string;
  fields: Fields;
};

/** Status, body and headers for one request. Made in advance, except for a Cache-Control that a publication instant shortens. */
export type ResourceAnswer = { status: number; body: Uint8Array<ArrayBuffer> | null; fields: Fields };

export type Resource = ResourceBody & {
  /** ETags by encoding; the plain one first. */
  tags: Readonly<Record<Encoding, string>>;
  compressible: boolean;
  variants: Partial<Record<Encoding, ResourceAnswer>>;
  /** 304 answers, by the tag that the client holds. */
  unchanged: ReadonlyMap<string, ResourceAnswer>;
};

/** Bytes. A smaller response fits one packet; CloudFront does not compress below 1,000 bytes either. */
const MIN_COMPRESSED_BYTES = 1000;
const COMPRESSIBLE_TYPES = /^(text\/|application\/(json|xml|[a-z]+\+(xml|json)|javascript)|image\/svg)/;
/** Measured on a 100 KB feed: quality 9 saves nothing and takes 50 ms instead of 10; quality 11 saves a tenth and takes 300 ms. */
const BROTLI_QUALITY = 6;

type Compressed = Exclude<Encoding, 'identity'>;

const compressors: Readonly<Record<Compressed, (b: Uint8Array) => Promise<Buffer>>> = {
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
};

export function createResource(body: ResourceBody): Resource {
  const tag = body.tag ?? entityTagOf(body.bytes);
  const compressible = body.bytes.length >= MIN_COMPRESSED_BYTES && COMPRESSIBLE_TYPES.test(body.type);
  // Each encoding has its own tag, because strong tags promise the same bytes (RFC 9110 §8.8.3.3).
  const tags = { identity: tag, gzip: tag.replace(/"$/, '-gz"'), br: tag.replace(/"$/, '-br"') };
  const common = commonFields(body, compressible);
  const unchanged = new Map(
    Object.values(tags).map((held) => [held, { status: 304, body: null, fields: { ETag: held, ...common } }]),
  );
  const resource: Resource = { ...body, tags, compressible, unchanged, variants: {} };
  resource.variants.identity = variantOf(resource, 'identity', body.bytes);
  return resource;
}

/** The headers that a 304 repeats of the 200 (RFC 9110 §15.4.5), except the ETag. */
function commonFields(body: ResourceBody, compressible: boolean): Fields {
  return {
    'Cache-Control': cacheControl(body.cachePolicy, 0, undefined),
    ...(body.modified === undefined ? {} : { 'Last-Modified': formatHttpDate(body.modified) }),
    ...(compressible ? { Vary: 'Accept-Encoding' } : {}),
    ...body.fields,
  };
}

const formatHttpDate = (instant: Instant): string =>
  new Date(Math.floor(instant / SECOND) * SECOND).toUTCString();

function variantOf(resource: Resource, encoding: Encoding, bytes: Uint8Array<ArrayBuffer>): ResourceAnswer {
  const fields = {
    // Comes first, because the local server looks for it before it counts the bytes itself.
    'Content-Length': String(bytes.length),
    'Content-Type': resource.type,
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
    ...resource.unchanged.get(resource.tags[encoding])?.fields,
  };
  return { status: resource.status, body: bytes, fields };
}

const pendingVariants = new WeakMap<Resource, Map<Encoding, Promise<ResourceAnswer>>>();

/** Compresses the body once, on a thread of libuv. Concurrent requests wait for the same result. */
function compress(resource: Resource, encoding: Compressed): Promise<ResourceAnswer> {
  const running = pendingVariants.get(resource) ?? new Map<Encoding, Promise<ResourceAnswer>>();
  pendingVariants.set(resource, running);
  const found = running.get(encoding);
  if (found) return found;
  const made = compressors[encoding](resource.bytes).then((bytes) => {
    const variant = variantOf(resource, encoding, new Uint8Array(bytes));
    resource.variants[encoding] = variant;
    return variant;
  });
  running.set(encoding, made);
  return made;
}

/** The answer to a request: 304 if the client holds the body. No promise if the encoding is ready. */
export function answerTo(
  resource: Resource,
  field: RequestField,
  now: Instant,
): ResourceAnswer | Promise<ResourceAnswer> {
  // Preconditions apply only to a 200 (RFC 9110 §13.2.1). Mostly the client sends one tag back exactly as it got it.
  const conditional = resource.status === 200;
  const listed = conditional ? field('if-none-match') : undefined;
  const known = listed ? resource.unchanged.get(listed) : undefined;
  if (known) return shortenCaching(resource, known, now);
  const encoding = resource.compressible ? encodingFor(field('accept-encoding')) : 'identity';
  const held = conditional ? findHeldTag(field, orderTags(resource, encoding), resource.modified) : undefined;
  const answer = held === undefined ? resource.variants[encoding] : resource.unchanged.get(held);
  if (answer) return shortenCaching(resource, answer, now);
  // The plain encoding is always ready, so only a compressed one can be missing.
  return compress(resource, encoding as Compressed).then((made) => shortenCaching(resource, made, now));
}

export function respond(
  resource: Resource,
  { headers }: Request,
  now: Instant,
): Response | Promise<Response> {
  const answer = answerTo(resource, (name) => headers.get(name), now);
  return answer instanceof Promise ? answer.then(toResponse) : toResponse(answer);
}

const toResponse = ({ status, body, fields }: ResourceAnswer): Response =>
  new Response(body, { status, headers: fields as Record<string, string> });

function orderTags({ tags, compressible }: Resource, first: Encoding): readonly string[] {
  return compressible ? [tags[first], tags.br, tags.gzip, tags.identity] : [tags.identity];
}

/** Shortens the Cache-Control if a publication instant comes before a shared cache would ask again. */
function shortenCaching(
  { cachePolicy, nextChange }: Resource,
  answer: ResourceAnswer,
  now: Instant,
): ResourceAnswer {
  const cut =
    typeof cachePolicy === 'object' &&
    nextChange !== undefined &&
    nextChange - now < cachePolicy.shared * SECOND;
  if (!cut) return answer;
  return {
    ...answer,
    fields: { ...answer.fields, 'Cache-Control': cacheControl(cachePolicy, now, nextChange) },
  };
}
