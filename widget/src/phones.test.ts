import { expect, test } from "vitest";
import { PHONE_PATTERN, spellPhone } from "./phones";

test.each([
  ["8", "+7"],
  ["9", "+7 9"],
  ["+7", "+7"],
  ["89123", "+7 912 3"],
  ["8912345", "+7 912 345"],
  ["+7 912 345-6", "+7 912 345-6"],
  ["8 (912) 345-67-89", "+7 912 345-67-89"],
  ["79123456789", "+7 912 345-67-89"],
  ["9123456789", "+7 912 345-67-89"],
  ["", null],
  ["+", null],
  ["+375 29 123-45-67", null],
  ["+44 20 7946 0958", null],
  ["4959999999", null],
  ["8912345678901", null],
])("%s is spelled %s", (typed, spelled) => expect(spellPhone(typed)).toBe(spelled));

test.each([
  ["+7 912 345-67-89", true],
  ["8 (912) 345-67-89", true],
  ["+375 29 123-45-67", true],
  ["4959999999", true],
  ["+7 912", false],
  ["не скажу", false],
  ["1234567890123456", false],
])("%s may be sent: %s", (typed, isGood) => expect(new RegExp(`^(?:${PHONE_PATTERN})$`, "v").test(typed)).toBe(isGood));
