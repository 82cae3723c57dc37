/** When a run does harm to the name it is sent under, by what came back of it. */
import type { Standing } from './ledger.ts';

type Limit = { share: number; atLeast: number };

/**
 * SES looks at an account from 5 % bounces or 0.1 % complaints on, and pauses it at 10 % or 0.5 %; Gmail and Yahoo want complaints
 * below 0.1 %. `atLeast`: so many, because a share of few says nothing.
 */
const LIMITS: Readonly<Record<'bounced' | 'complained', Limit>> = {
  bounced: { share: 0.02, atLeast: 10 },
  complained: { share: 0.0008, atLeast: 5 },
};

/** The first limit that is passed, and how far: `{ what: 'bounced', percent: 3.1 }`. */
export function harmOf(
  standing: Pick<Standing, 'accepted' | 'bounced' | 'complained'>,
): { what: 'bounced' | 'complained'; percent: number } | undefined {
  for (const what of ['complained', 'bounced'] as const) {
    const { share, atLeast } = LIMITS[what];
    const part = standing.accepted === 0 ? 0 : standing[what] / standing.accepted;
    if (standing[what] >= atLeast && part > share) return { what, percent: Number((part * 100).toFixed(2)) };
  }
  return undefined;
}
