/** Confirmations refused for good harm the sender as bounces do: past a share of them, fewer sign-ups get through for a while. */
import type { Brake } from './sign-up-tier.ts';

/** Of the last hour. */
export type Refusals = { handed: number; refused: number };

/** Fewer say nothing: two slips of the keyboard are no attack. */
const LEAST = 20;
/** SES looks at an account above 5 % of bounces and may pause it above 10 % (Developer Guide, "Monitoring your sender reputation"). */
const SHARE = { half: 0.05, tenth: 0.1 };

export function brakeOf({ handed, refused }: Refusals): Brake {
  if (handed < LEAST) return 'none';
  const share = refused / handed;
  return share > SHARE.tenth ? 'tenth' : share > SHARE.half ? 'half' : 'none';
}

const EFFECT: Readonly<Record<Exclude<Brake, 'none'>, string>> = {
  half: 'Half as many sign-ups get through as `perHour` says',
  tenth: 'A tenth of the sign-ups get through that `perHour` says, each with a proof of work',
};

/** What is the matter, and what comes of it; undefined: nothing is. */
export function describeBrake({ handed, refused }: Refusals): { says: string; effect: string } | undefined {
  const brake = brakeOf({ handed, refused });
  if (brake === 'none') return undefined;
  const says = `${refused} of ${handed} confirmations of the last hour were refused for good: their addresses do not exist.`;
  return { says, effect: `${EFFECT[brake]}, until the share of an hour falls.` };
}

/** What an operator can do about it. */
export const REFUSALS_REMEDY =
  'Somebody may be typing in addresses of others: look at `subscribers list --status pending`, and lower `perNetworkHour` in publication.yaml if they look made up.';
