// Only what somebody changed is sent, and a mask is never taken for what it stands for.
import { expect, test } from "vitest";
import type { Facts } from "../live/customer_requests";
import { changesOf, clashesOf } from "./fact_edits";

const SEEN: Facts = { name: "Пётр", phone: "+7 ••• ••• 45 67", email: "", company: "", about: "Улун" };

test("what was not touched, or says the same, is not sent", () => {
  expect(changesOf({}, SEEN, [])).toEqual({});
  expect(changesOf({ name: " Пётр ", about: "Пуэр" }, SEEN, [])).toEqual({ about: "Пуэр" });
  expect(changesOf({ about: "" }, SEEN, [])).toEqual({ about: "" });
});

test("a masked field is replaced, or emptied, and else left alone", () => {
  expect(changesOf({ name: "Павел" }, SEEN, ["phone"])).toEqual({ name: "Павел" });
  expect(changesOf({ phone: "+7 495 000-11-22" }, SEEN, ["phone"])).toEqual({ phone: "+7 495 000-11-22" });
  expect(changesOf({ phone: "" }, SEEN, ["phone"])).toEqual({ phone: "" });
});

test("fields clash where both have changed them", () => {
  const now = { ...SEEN, name: "Павел", company: "Чай" };
  expect(clashesOf({ name: "Пауль", about: "Пуэр" }, SEEN, now)).toEqual(["name"]);
  expect(clashesOf({ about: "Пуэр" }, SEEN, now)).toEqual([]);
});
