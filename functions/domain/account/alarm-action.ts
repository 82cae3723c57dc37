/** The port of alarm actions and their outcomes, which CloudWatch writes only into an alarm's history. */
import type { Instant } from '../time/instant.ts';

export type AlarmAction = {
  alarm: string;
  at: Instant;
  done: boolean;
  /** The answer of the service that should act; '' if the action is done. */
  error: string;
};

/** `sounds`: the alarm is in ALARM now. `silenced`: its actions are turned off, so that nobody would hear it. */
export type AlarmTrouble = { alarm: string; says: string; sounds: boolean; silenced: boolean };

/** Read-only. Each method throws `unavailable` if CloudWatch does not answer, or these credentials may not ask. */
export type AlarmHistory = {
  /** Names of the alarms that act on this topic, which belongs to one stage. */
  alarmsOn(topic: string): Promise<readonly string[]>;
  /** The alarms on this topic that sound or are silenced; empty if all are quiet. */
  troubles(topic: string): Promise<readonly AlarmTrouble[]>;
  /** An alarm's actions on this topic, the newest first; CloudWatch keeps two weeks. */
  actions(alarm: string, topic: string): Promise<readonly AlarmAction[]>;
};
