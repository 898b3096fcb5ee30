// Working hours: whether there are any, and from when to when on each day.
import type { Day } from "../../../live/site_requests";
import { Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { zoneOptions } from "../zones";

const NINE_TO_SIX: Day = { opens: 540, closes: 1080 };
const WORKING_WEEK: readonly (Day | null)[] = [...Array<Day>(5).fill(NINE_TO_SIX), null, null];
const MINUTES_OF_DAY = 1440;

interface HoursFieldsProps {
  /** Seven days from Monday on, or none. */
  readonly hours: readonly (Day | null)[];
  readonly timeZone: string;
  readonly onHours: (hours: readonly (Day | null)[]) => void;
  readonly onTimeZone: (timeZone: string) => void;
}

export function HoursFields({ hours, timeZone, onHours, onTimeZone }: HoursFieldsProps) {
  const { widget: words, language } = usePrivacyTexts();
  return (
    <div class="form">
      <label class="widget__tick">
        <input
          type="checkbox"
          checked={hours.length > 0}
          onInput={(event) => onHours(event.currentTarget.checked ? WORKING_WEEK : [])}
        />
        {words.hasHours}
      </label>
      <p class="form__hint">{words.hoursHint}</p>
      {hours.length > 0 && (
        <>
          <ul class="widget__week">
            {hours.map((day, place) => (
              <DayFields
                key={place}
                name={words.days[place] ?? ""}
                day={day}
                onChange={(changed) => onHours(hours.map((one, other) => (other === place ? changed : one)))}
              />
            ))}
          </ul>
          <Select
            label={words.timeZone}
            value={timeZone}
            options={zoneOptions([timeZone], language)}
            onChange={onTimeZone}
          />
        </>
      )}
    </div>
  );
}

interface DayFieldsProps {
  readonly name: string;
  readonly day: Day | null;
  readonly onChange: (day: Day | null) => void;
}

function DayFields({ name, day, onChange }: DayFieldsProps) {
  const { widget: words } = usePrivacyTexts();
  return (
    <li class="widget__day">
      <label class="widget__tick">
        <input
          type="checkbox"
          checked={day !== null}
          onInput={(event) => onChange(event.currentTarget.checked ? NINE_TO_SIX : null)}
        />
        {name}
      </label>
      {day ? (
        <span class="widget__times">
          <input
            class="input"
            type="time"
            required
            aria-label={words.opens(name)}
            value={timeOf(day.opens)}
            onInput={(event) => {
              const opens = minutesOf(event.currentTarget.value);
              if (opens !== null) onChange({ ...day, opens });
            }}
          />
          {"–"}
          <input
            class="input"
            type="time"
            required
            aria-label={words.closes(name)}
            value={timeOf(day.closes)}
            onInput={(event) => {
              // Midnight, at the end of a day, is its last minute's end.
              const closes = minutesOf(event.currentTarget.value);
              if (closes !== null) onChange({ ...day, closes: closes || MINUTES_OF_DAY });
            }}
          />
        </span>
      ) : (
        <span class="form__hint">{words.dayOff}</span>
      )}
    </li>
  );
}

export function timeOf(minutes: number): string {
  const hour = Math.floor(minutes / 60) % 24;
  return `${String(hour).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function minutesOf(time: string): number | null {
  const [hour, minute] = time.split(":").map(Number);
  return hour === undefined || minute === undefined || Number.isNaN(hour + minute) ? null : hour * 60 + minute;
}
