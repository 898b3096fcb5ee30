import { expect, test } from "vitest";
import type { Form } from "../../../live/connector_requests";
import {
  conversationIn,
  fieldsToBeginWith,
  mappingToKeep,
  nameTwice,
  settingsOfLists,
  settingsToBeginWith,
  settingsToKeep,
  settingsToTry,
} from "./fields_of_form";

const words = { ru: "Что", en: "What" };
const plain = { words, hint: null, default: "", options: [], only_if: null, is_access: false };
const form: Form = {
  kind: "abacus",
  title: "Абак",
  lead: words,
  settings: [
    { ...plain, name: "url", input: "secret" },
    { ...plain, name: "creates", input: "choice", default: "lead" },
    { ...plain, name: "funnel", input: "number", only_if: ["creates", "deal"] },
    { ...plain, name: "stage", input: "stage" },
  ],
  mapping: { TITLE: "Чат {site}", NAME: "{name}" },
  reserved: [],
};
const written = { url: "https://crm.test/s3cret", creates: "lead", funnel: "5", stage: "NEW" };

test("what means nothing with the others is not kept", () => {
  expect(settingsToKeep(form, written)).toEqual({ ...written, funnel: "" });
  expect(settingsToKeep(form, { ...written, creates: "deal" })).toMatchObject({ funnel: "5" });
});

test("no secret is in what is tried, and lists do not depend on what is picked from them", () => {
  expect(settingsToTry(form, written)).toEqual({ creates: "lead", funnel: "", stage: "NEW" });
  expect(settingsOfLists(form, written)).toEqual({ creates: "lead", funnel: "" });
});

test("stages are those of the funnel, which is picked from a list itself", () => {
  const settings = form.settings.map((one) => (one.name === "funnel" ? { ...one, input: "place" as const } : one));
  const picked = { ...form, settings };
  expect(settingsOfLists(picked, { ...written, creates: "deal" })).toEqual({ creates: "deal", funnel: "5" });
});

test("as whom the CRM is called is tried only once it is kept", () => {
  const user = { ...plain, name: "user", input: "line" as const, is_access: true };
  const named = { ...form, settings: [...form.settings, user] };
  expect(settingsToTry(named, { ...written, user: "rob" })).toEqual({ creates: "lead", funnel: "", stage: "NEW" });
  expect(settingsOfLists(named, { ...written, user: "rob" })).toEqual({ creates: "lead", funnel: "" });
});

test("a new form begins with what it says", () => {
  expect(settingsToBeginWith(form, null)).toEqual({ url: "", creates: "lead", funnel: "", stage: "" });
});

test("only what differs from the form is kept of the mapping, and what was taken out stays out", () => {
  const fields = fieldsToBeginWith(form, { UF_TAGS: "{tags}" });
  expect(fields.map(({ name }) => name)).toEqual(["TITLE", "NAME", "UF_TAGS"]);
  expect(mappingToKeep(form, fields)).toEqual({ UF_TAGS: "{tags}" });
  const without = fields.filter(({ name }) => name !== "NAME");
  expect(mappingToKeep(form, without)).toEqual({ UF_TAGS: "{tags}", NAME: "" });
  expect(fieldsToBeginWith(form, mappingToKeep(form, without)).map(({ name }) => name)).toEqual(["TITLE", "UF_TAGS"]);
});

test("a name that stands twice is found, an empty line is not", () => {
  const line = (key: number, name: string) => ({ key, name, template: "" });
  expect(nameTwice([line(0, "A"), line(1, ""), line(2, "")])).toBeNull();
  expect(nameTwice([line(0, "A"), line(1, "B"), line(2, " A ")])).toBe("A");
});

test("a conversation is found by its link or its number", () => {
  const id = "0193f1c2-7b1e-7cc0-9e6d-2f7c5a1b0d44";
  expect(conversationIn(`https://chat.test/panel/#all/${id}`)).toBe(id);
  expect(conversationIn(` ${id.toUpperCase()} `)).toBe(id);
  expect(conversationIn(" ")).toBe("");
  expect(conversationIn("Мария")).toBeNull();
});
