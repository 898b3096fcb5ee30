// Until when something is snoozed: instants that follow from now, in the zone of the browser.

export interface SnoozeTimes {
  readonly inAnHour: Date;
  /** Null once the evening is near, or here. */
  readonly thisEvening: Date | null;
  readonly tomorrow: Date;
  /** Null on Sundays: tomorrow says the same. */
  readonly monday: Date | null;
}

const EVENING_HOUR = 18;
const MORNING_HOUR = 9;
const HOUR_MS = 3_600_000;

export function snoozeTimes(now: Date): SnoozeTimes {
  const evening = atHour(now, 0, EVENING_HOUR);
  const daysToMonday = (8 - now.getDay()) % 7 || 7;
  return {
    inAnHour: new Date(now.getTime() + HOUR_MS),
    thisEvening: evening.getTime() - now.getTime() > HOUR_MS ? evening : null,
    tomorrow: atHour(now, 1, MORNING_HOUR),
    monday: daysToMonday === 1 ? null : atHour(now, daysToMonday, MORNING_HOUR),
  };
}

/** An instant as `<input type="datetime-local">` has it. */
export function asLocalInput(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

// By the calendar and not by hours: a day may have 23 or 25 of them.
function atHour(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}
