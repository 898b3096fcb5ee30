// How much of the goal a wait has used up, over nights, weekends and changes of the clock. What the hours are, the server
// tells: tests/unit/test_hours.py holds that they are those of reports.
import { expect, test } from "vitest";
import type { Conversation, SiteRef } from "../operator.gen";
import { countedBetween, strainOf } from "./goals";
import { BOT, ServerModel } from "./server_model";

const MINUTE_MS = 60_000;
const ms = (iso: string) => Date.parse(iso);
const turns = (...isos: readonly string[]) => isos.map((iso) => ms(iso) / 1_000);

/** Nine to six in Moscow: a Friday, a Monday and a Tuesday. */
const WEEK = turns(
  ...["2026-11-27T06:00Z", "2026-11-27T15:00Z", "2026-11-30T06:00Z", "2026-11-30T15:00Z"],
  ...["2026-12-01T06:00Z", "2026-12-01T15:00Z"],
);

test.each([
  ["within a day", "2026-11-27T07:00Z", "2026-11-27T07:04Z", 4],
  ["written in the night", "2026-11-30T20:00Z", "2026-12-01T05:59Z", 0],
  ["written in the night, answered in the morning", "2026-11-30T20:00Z", "2026-12-01T06:03Z", 3],
  ["over the evening", "2026-11-30T14:58Z", "2026-12-01T06:01Z", 3],
  ["over a weekend", "2026-11-27T14:59Z", "2026-11-30T06:01Z", 2],
  ["written before all that is told", "2026-11-20T07:00Z", "2026-11-27T06:10Z", 10],
  ["a clock that is behind", "2026-11-27T07:00Z", "2026-11-27T06:59Z", 0],
])("only working hours count: %s", (_, since, until, minutes) => {
  expect(countedBetween(WEEK, ms(since), Math.max(ms(since), ms(until))) / MINUTE_MS).toBe(minutes);
});

test("a day has the hours that its clocks show, and no hours at all mean all of the time", () => {
  // Midnight to midnight in Berlin, as the clocks are put forward
  const spring = turns("2026-03-28T23:00Z", "2026-03-29T22:00Z");
  expect(countedBetween(spring, ms("2026-03-01T00:00Z"), ms("2026-04-01T00:00Z")) / MINUTE_MS).toBe(23 * 60);
  for (const none of [null, undefined]) expect(countedBetween(none, 1_000, 61_000)).toBe(MINUTE_MS);
  expect(countedBetween([], 1_000, 61_000)).toBe(0);
});

const [row] = (() => {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  return server.folder("all");
})();
if (!row) throw new Error("The model has lost its conversation");
const asleep: Conversation = { ...row, waiting_since: "2026-11-30T20:00:00Z" };

function strainAt(now: string, site: Partial<SiteRef>, change: Partial<Conversation> = {}) {
  const ref = { id: asleep.site_id, name: "Лавка", ...site };
  return strainOf({ ...asleep, ...change }, ref, ms(now));
}

test("what was written after closing is soon late, and late, by the morning's minutes", () => {
  const site = { answer_goal_min: 4, openings: WEEK };
  expect(strainAt("2026-12-01T06:02:59Z", site)).toBeNull();
  expect(strainAt("2026-12-01T06:03:00Z", site)).toBe("soon");
  expect(strainAt("2026-12-01T06:03:59Z", site)).toBe("soon");
  expect(strainAt("2026-12-01T06:04:00Z", site)).toBe("late");
  // The hours are taken away while somebody looks, or a server of the version before tells none
  expect(strainAt("2026-12-01T05:00:00Z", { ...site, openings: null })).toBe("late");
  expect(strainAt("2026-12-01T05:00:00Z", { answer_goal_min: 4 })).toBe("late");
});

test("nothing is late without a goal, or where nobody waits for a person now", () => {
  const site = { answer_goal_min: 4, openings: WEEK };
  const later = "2026-12-01T14:00:00Z";
  expect(strainAt(later, site)).toBe("late");
  expect(strainAt(later, { ...site, answer_goal_min: null })).toBeNull();
  expect(strainOf(asleep, undefined, ms(later))).toBeNull();
  for (const change of [
    { waiting_since: null },
    { status: "closed" as const },
    { assignee: BOT },
    { snoozed_until: "2026-12-05T00:00:00Z" },
  ]) {
    expect(strainAt(later, site, change)).toBeNull();
  }
});
