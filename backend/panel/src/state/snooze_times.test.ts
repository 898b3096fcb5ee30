// Times to snooze to, by the calendar of the browser.
import { expect, test } from "vitest";
import { asLocalInput, snoozeTimes } from "./snooze_times";

test("are in the operator's own zone, whatever that is", () => {
  const times = snoozeTimes(new Date(2026, 10, 26, 11, 20));
  expect(times.inAnHour).toEqual(new Date(2026, 10, 26, 12, 20));
  expect(times.thisEvening).toEqual(new Date(2026, 10, 26, 18, 0));
  expect(times.tomorrow).toEqual(new Date(2026, 10, 27, 9, 0));
  expect(times.monday).toEqual(new Date(2026, 10, 30, 9, 0));
});

test("say nothing that has passed, nor the same twice", () => {
  const times = snoozeTimes(new Date(2026, 10, 29, 17, 30));
  expect(times.thisEvening).toBeNull();
  expect(times.tomorrow).toEqual(new Date(2026, 10, 30, 9, 0));
  expect(times.monday).toBeNull();
});

test("on a Monday mean the next one", () => {
  expect(snoozeTimes(new Date(2026, 10, 30, 8, 0)).monday).toEqual(new Date(2026, 11, 7, 9, 0));
});

test("are read back from a field as they were written", () => {
  const at = new Date(2026, 6, 1, 9, 5);
  expect(new Date(asLocalInput(at))).toEqual(at);
});
