/** Epoch and forwards of a row, as JSON in a cell of the CSV: after an import elsewhere, the links of earlier letters still work. */
import type { FollowedLinks, Forwarded } from '../subscribers/forward.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';

/** A row older than epochs has neither. */
export type RowLinks = Pick<Subscriber, 'epoch' | 'forwards'>;

/** Empty for a row without epoch and forwards, whose links name the subscriber alone. */
export const writeLinks = ({ epoch, forwards }: Subscriber): string =>
  epoch === undefined && forwards === undefined ? '' : JSON.stringify({ epoch, forwards });

const MARK_PATTERN = /^[A-Za-z0-9_-]{1,22}$/;
const isMark = (value: unknown): value is string => typeof value === 'string' && MARK_PATTERN.test(value);
const FOLLOWED_VALUES: readonly FollowedLinks[] = ['all', 'unsubscribe'];
const MAX_FORWARDS = 64;

function readForward(value: unknown): Forwarded | undefined {
  const { id, epoch, links } = (value ?? {}) as Record<string, unknown>;
  const followed = FOLLOWED_VALUES.find((one) => one === links);
  return isMark(id) && (epoch === '' || isMark(epoch)) && followed
    ? { id, epoch, links: followed }
    : undefined;
}

/** Parses the cell; undefined if the text is not as an export writes it. */
export function readLinks(cell: string): RowLinks | undefined {
  if (cell === '') return {};
  try {
    const said: unknown = JSON.parse(cell);
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return undefined;
    const { epoch, forwards = [] } = said as Record<string, unknown>;
    if ((epoch !== undefined && !isMark(epoch)) || !Array.isArray(forwards)) return undefined;
    const all = forwards.map(readForward);
    if (all.length > MAX_FORWARDS || all.some((one) => one === undefined)) return undefined;
    return {
      ...(epoch !== undefined && { epoch }),
      ...(all.length > 0 && { forwards: all as Forwarded[] }),
    };
  } catch {
    return undefined;
  }
}
