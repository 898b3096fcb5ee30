import { expect, test } from "vitest";
import type { Form } from "../../../live/connector_requests";
import { ru } from "../../../texts/ru";
import { withPages } from "../words";
import { problemOf } from "./refusal";

const texts = withPages(ru);
const plain = { hint: null, default: "", options: [], only_if: null, is_access: false };
const form: Form = {
  kind: "abacus",
  title: "Абак",
  lead: { ru: "Что", en: "What" },
  settings: [
    { ...plain, name: "token", input: "secret", words: { ru: "Токен", en: "Token" } },
    { ...plain, name: "stage", input: "stage", words: { ru: "Этап", en: "Stage" } },
  ],
  mapping: {},
  reserved: [],
};
const refused = (field: string) => ({ code: "bad_body", field, retryAfterS: 0 });

test("a secret whose field is empty is asked for anew, and what stands in a field is to be looked through", () => {
  expect(problemOf(texts, form, refused("settings.token"))).toContain("впишите «Токен» заново");
  expect(problemOf(texts, form, refused("settings.stage"))).toContain("Проверьте, что там написано");
});
