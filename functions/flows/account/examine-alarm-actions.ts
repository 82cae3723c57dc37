/** Examines whether alarms arrive, by the action of a real one: a confirmed subscription does not prove that CloudWatch may publish. */
import type { AlarmAction, AlarmHistory, AlarmTrouble } from '../../domain/account/alarm-action.ts';
import { type Finding, info, ok, problem } from '../../domain/finding.ts';
import { runCheck } from '../run-check.ts';

const CHECK_NAME = 'alarm action';

export const examineAlarmActions = (
  history: AlarmHistory,
  topic: string | undefined,
): Promise<readonly Finding[]> =>
  runCheck(CHECK_NAME, async () => {
    if (topic === undefined) return [];
    const alarms = await history.alarmsOn(topic);
    if (alarms.length === 0)
      return [problem(CHECK_NAME, 'No alarm publishes to the topic of alarms.', 'Deploy again.')];
    const all = await Promise.all(alarms.map((alarm) => history.actions(alarm, topic)));
    const newest = all.flat().sort((a, b) => b.at - a.at)[0];
    const troubles = await history.troubles(topic);
    return [newest ? examineNewest(newest) : reportUntried(alarms), ...troubles.flatMap(examineTrouble)];
  });

/** An alarm is mailed only once, when it begins; `doctor` names the alarm for as long as it lasts. */
const examineTrouble = ({ alarm, says, sounds, silenced }: AlarmTrouble): Finding[] => [
  ...(sounds
    ? [problem('alarms', `${alarm} is in ALARM.`, says || 'See its reason in the CloudWatch console.')]
    : []),
  ...(silenced
    ? [
        problem(
          'alarms',
          `The actions of ${alarm} are turned off: nobody would hear the alarm.`,
          `Turn them on: aws cloudwatch enable-alarm-actions --alarm-names ${alarm}`,
        ),
      ]
    : []),
];

/** All alarms have one topic, so the newest action says whether the topic works now. */
function examineNewest({ alarm, at, done, error }: AlarmAction): Finding {
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return done
    ? ok(CHECK_NAME, `The last alarm, at ${when} UTC, was handed to the topic (${alarm}).`)
    : problem(
        CHECK_NAME,
        `The alarm ${alarm} could not be handed to the topic at ${when} UTC: ${error}`,
        `Deploy again: the stack lets CloudWatch publish. Then ${formatTestCommand(alarm)}`,
      );
}

const reportUntried = (alarms: readonly string[]): Finding =>
  info(
    CHECK_NAME,
    'No alarm has acted in the last two weeks: nothing proves that one would be heard.',
    formatTestCommand(alarms.find((name) => /SiteErrors/.test(name)) ?? alarms[0]!),
  );

const formatTestCommand = (alarm: string): string =>
  `try one: aws cloudwatch set-alarm-state --alarm-name ${alarm} --state-value ALARM --state-reason "a try"`;
