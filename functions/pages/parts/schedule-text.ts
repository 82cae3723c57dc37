/** A newsletter's schedule in words. */
import type { Schedule } from '../../domain/publication/publication.ts';
import { listText, weekdayNames } from '../../domain/text/dates.ts';
import type { PageContext } from './context.ts';
import { page } from './words.ts';

const WEEKDAYS = '1,2,3,4,5';

function dayText(context: PageContext, { days }: Schedule): string {
  if (days.length === 7) return page(context, 'every-day');
  const key = [...days].sort().join();
  if (key === WEEKDAYS) return page(context, 'weekdays');
  const names = weekdayNames(context);
  return listText(
    context,
    days.map((day) => names[day]!),
  );
}

/** A text like "Weekdays at 07:00". */
export function scheduleText(context: PageContext, schedule: Schedule): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const clock = `${two(schedule.hour)}:${two(schedule.minute)}`;
  return page(context, 'schedule', { days: dayText(context, schedule), time: clock });
}
