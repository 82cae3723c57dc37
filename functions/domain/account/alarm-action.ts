/** What became of an alarm's action: CloudWatch writes it into the alarm's history, and nowhere else. */
import type { Instant } from '../time/instant.ts';

export type AlarmAction = {
  alarm: string;
  at: Instant;
  done: boolean;
  /** What the service that should act answered; '' where it is done. */
  error: string;
};

/** `sounds`: it is in ALARM now. `silenced`: somebody turned its actions off, so that nobody would hear it. */
export type AlarmTrouble = { alarm: string; says: string; sounds: boolean; silenced: boolean };

/** Reads alone. Each throws `unavailable` where it is not answered, or these credentials may not ask. */
export type AlarmHistory = {
  /** Names of the alarms that act on this topic: one stage's, and no other's. */
  alarmsOn(topic: string): Promise<readonly string[]>;
  /** Of those, what an operator would want to know: none where all is quiet. */
  troubles(topic: string): Promise<readonly AlarmTrouble[]>;
  /** On this topic, the newest first; CloudWatch keeps two weeks. */
  actions(alarm: string, topic: string): Promise<readonly AlarmAction[]>;
};
