import { type Calendar, chinaDate } from '@one-card/domain';
import { closesAt } from '../notice/notice.rules';

/** Working days in which an objection is decided where the policy sets no limit. */
const USUAL_LIMIT = 5;

/** The end of the last working day in which an objection is to be decided. */
export function objectionDueAt(receivedAt: Date, limits: Readonly<Record<string, number>>, calendar: Calendar): Date {
  const lastDay = calendar.addWorkingDays(chinaDate(receivedAt), limits['objection'] ?? USUAL_LIMIT);
  return closesAt(new Date(`${lastDay}T12:00:00+08:00`), 0);
}
