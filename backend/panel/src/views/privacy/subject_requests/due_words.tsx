// By when a request is to be answered: a day, and in words how near it is. The colour only repeats the words.
import type { Due } from "../../../live/subject_request_requests";
import { calendarDay } from "../../../texts/time";
import { usePrivacyTexts } from "../words";

export function DueWords({ due, isClosed = false }: { readonly due: Due; readonly isClosed?: boolean }) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests;
  if (due.on === null || due.days_left === null) return <span class="due due--near">{words.dueUnknown}</span>;
  const day = calendarDay(texts, due.on);
  if (isClosed) return <span>{day}</span>;
  if (due.days_left < 0) return <Marked day={day} words={words.overdue} mark="due--over" />;
  if (due.days_left === 0) return <Marked day={day} words={words.lastDay} mark="due--near" />;
  const mark = due.days_left <= 3 ? "due--near" : "";
  return <Marked day={day} words={words.daysLeft(due.days_left)} mark={mark} />;
}

function Marked({ day, words, mark }: { readonly day: string; readonly words: string; readonly mark: string }) {
  return (
    <span>
      {day}
      <span class={`table__second due ${mark}`}>{words}</span>
    </span>
  );
}
