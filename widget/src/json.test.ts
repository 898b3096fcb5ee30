import { afterEach, expect, test } from "vitest";
import { toJson } from "./json";

const polluted = [Object.prototype, Array.prototype, String.prototype] as { toJSON?: unknown }[];

afterEach(() => {
  for (const prototype of polluted) delete prototype.toJSON;
});

const VALUE = { type: "hello", token: null, seqs: [1, 2], page: { url: "a", tags: [["б"]] }, no: undefined, is: true };

test("is the standard's", () => {
  expect(toJson(VALUE)).toBe(JSON.stringify(VALUE));
  expect(toJson([])).toBe("[]");
});

test("is the same where a library has its own idea of JSON", () => {
  const text = JSON.stringify(VALUE);
  for (const prototype of polluted) {
    prototype.toJSON = () => "spoilt";
  }
  expect(JSON.stringify(VALUE)).not.toBe(text);
  expect(toJson(VALUE)).toBe(text);
});
