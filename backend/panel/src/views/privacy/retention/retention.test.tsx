// What is written into the forms, as it is understood.
import { expect, test } from "vitest";
import { daysOf } from "./lifetimes_form";
import { numberIn } from "./new_hold";

const CONVERSATION = "019a4c1e-7c3b-7d1a-8f00-0123456789ab";

test("a lifetime is a whole number of days within bounds, or none", () => {
  expect(["365", " 30 ", ""].map((text) => daysOf(text, 1))).toEqual([365, 30, null]);
  expect(["0", "-1", "1.5", "36501", "1e3", "много"].map((text) => daysOf(text, 1))).toEqual(Array(6).fill(undefined));
  expect(["1094", "1095"].map((text) => daysOf(text, 1_095))).toEqual([undefined, 1_095]);
});

test("a conversation is known by its number or by a link that ends with it", () => {
  expect(numberIn(CONVERSATION.toUpperCase())).toBe(CONVERSATION);
  expect(numberIn(`https://chat.shop.ru/panel/#closed/${CONVERSATION}`)).toBe(CONVERSATION);
  expect(numberIn("диалог с Иваном")).toBeNull();
});
