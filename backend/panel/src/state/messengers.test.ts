// A link that will be refused is noticed while it is written.
import { expect, test } from "vitest";
import { linkedMessenger } from "./messengers";

const CLOSED = [
  { name: "Telegram", domains: ["t.me", "telegram.org"] },
  { name: "WhatsApp", domains: ["wa.me", "whatsapp.com"] },
];

test.each([
  ["Пишите: https://t.me/tea", "Telegram"],
  ["T.ME/tea", "Telegram"],
  ["chat.whatsapp.com/x", "WhatsApp"],
  ["https://ｔ.ｍｅ/tea", "Telegram"],
])("%s links to %s", (draft, name) => {
  expect(linkedMessenger(draft, CLOSED)).toBe(name);
});

test.each(["contact.me", "t.me.ru", "anna@t.me", "напишите в Telegram", "not-wa.me", ""])(
  "%s links to none",
  (draft) => {
    expect(linkedMessenger(draft, CLOSED)).toBeNull();
  },
);

test("nothing is closed where the site's organisation is free", () => {
  expect(linkedMessenger("https://t.me/tea", [])).toBeNull();
});
