// Which contacts become links, and to what.
import { expect, test } from "vitest";
import { contactHref } from "./contact_links";

test("a telephone calls its digits and an address opens a letter", () => {
  expect(contactHref("phone", "+7 916 123-45-67")).toBe("tel:+79161234567");
  expect(contactHref("phone", "8 (916) 123 45 67")).toBe("tel:89161234567");
  expect(contactHref("email", "ivan.petrov+shop@mail.ru")).toBe("mailto:ivan.petrov+shop@mail.ru");
});

test("a mask, a spelled address and what is neither lead nowhere", () => {
  for (const [kind, text] of [
    ["phone", "+7 ••• ••• 45 67"],
    ["phone", "•••"],
    ["phone", "позвоните"],
    ["email", "i•••@mail.ru"],
    ["email", "ivan собака mail точка ru"],
    ["company", "+7 916 123-45-67"],
  ] as const) {
    expect(contactHref(kind, text), text).toBeNull();
  }
});

test("an address brings no header of a letter with it", () => {
  expect(contactHref("email", "a@b.ru?bcc=c@d.ru")).toBeNull();
  expect(contactHref("email", "a@b.ru,c@d.ru")).toBeNull();
  expect(contactHref("email", "a%0d%0abcc@b.ru")).toBeNull();
});
