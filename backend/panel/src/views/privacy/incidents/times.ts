// Times of incidents: what inputs take and give, and how long a clock has to run.
import { useEffect, useState } from "preact/hooks";
import type { PrivacyTexts } from "../words";

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;

/** What `<input type="datetime-local">` shows of an instant: the reader's own time, to the minute. */
export function toInput(instant: string | null): string {
  if (instant === null) return "";
  const at = new Date(instant);
  const two = (number: number) => String(number).padStart(2, "0");
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that was typed, or null for an empty input; one that was not touched keeps its seconds. */
export function fromInput(typed: string, before: string | null = null): string | null {
  if (typed === "") return null;
  return typed === toInput(before) ? before : new Date(typed).toISOString();
}

/** How long until, or since, a deadline: hours and minutes, and in the last hour minutes and seconds. */
export function remaining(texts: PrivacyTexts, seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  if (whole < HOUR_S) return texts.incidents.minutesSeconds(Math.floor(whole / MINUTE_S), whole % MINUTE_S);
  return texts.incidents.hoursMinutes(Math.floor(whole / HOUR_S), Math.floor((whole % HOUR_S) / MINUTE_S));
}

/** The server's time, every second: this computer's clock may be wrong, and only what passes on it counts. */
export function useServerNow(serverTime: string): number {
  const [loadedAt, setLoadedAt] = useState(() => performance.now());
  const [now, setNow] = useState(() => performance.now());

  useEffect(() => {
    const at = performance.now();
    setLoadedAt(at);
    setNow(at);
    const ticking = setInterval(() => setNow(performance.now()), SECOND_MS);
    return () => clearInterval(ticking);
  }, [serverTime]);

  return new Date(serverTime).getTime() + (now - loadedAt);
}
