/** A newsletter's schedule in words. */
import type { Schedule } from '../../domain/publication/publication.ts';
import { formatList, weekdayNames } from '../../domain/text/dates.ts';
import type { PageContext } from './context.ts';
import { sayPage } from './words.ts';

const WEEKDAY_NUMBERS = '1,2,3,4,5';

function dayText(context: PageContext, { days }: Schedule): string {
  if (days.length === 7) return sayPage(context, 'every-day');
  const key = [...days].sort().join();
  if (key === WEEKDAY_NUMBERS) return sayPage(context, 'weekdays');
  const names = weekdayNames(context);
  return formatList(
    context,
    days.map((day) => names[day]!),
  );
}

/** A text like "Weekdays at 07:00". */
export function scheduleText(context: PageContext, schedule: Schedule): string {
  const twoDigits = (n: number) => String(n).padStart(2, '0');
  const clock = `${twoDigits(schedule.hour)}:${twoDigits(schedule.minute)}`;
  return sayPage(context, 'schedule', { days: dayText(context, schedule), time: clock });
}
