/** What the links of letters sent already lead by, as JSON in a cell of the CSV: an import elsewhere keeps them working. */
import type { Followed, Forwarded } from '../subscribers/forward.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';

/** Of a row of before there were epochs: neither. */
export type RowLinks = Pick<Subscriber, 'epoch' | 'forwards'>;

/** Empty where there is nothing: then links name the subscriber alone. */
export const writeLinks = ({ epoch, forwards }: Subscriber): string =>
  epoch === undefined && forwards === undefined ? '' : JSON.stringify({ epoch, forwards });

const MARK = /^[A-Za-z0-9_-]{1,22}$/;
const isMark = (value: unknown): value is string => typeof value === 'string' && MARK.test(value);
const FOLLOWED: readonly Followed[] = ['all', 'unsubscribe'];
const MOST = 64;

function forwardedIn(value: unknown): Forwarded | undefined {
  const { id, epoch, links } = (value ?? {}) as Record<string, unknown>;
  const followed = FOLLOWED.find((one) => one === links);
  return isMark(id) && (epoch === '' || isMark(epoch)) && followed
    ? { id, epoch, links: followed }
    : undefined;
}

/** undefined: it is not what an export writes. */
export function readLinks(cell: string): RowLinks | undefined {
  if (cell === '') return {};
  try {
    const said: unknown = JSON.parse(cell);
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return undefined;
    const { epoch, forwards = [] } = said as Record<string, unknown>;
    if ((epoch !== undefined && !isMark(epoch)) || !Array.isArray(forwards)) return undefined;
    const all = forwards.map(forwardedIn);
    if (all.length > MOST || all.some((one) => one === undefined)) return undefined;
    return {
      ...(epoch !== undefined && { epoch }),
      ...(all.length > 0 && { forwards: all as Forwarded[] }),
    };
  } catch {
    return undefined;
  }
}
