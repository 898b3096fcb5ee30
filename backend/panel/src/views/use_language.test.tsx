// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Language } from "../preferences";
import { en } from "../texts/en";
import { ru, type Texts } from "../texts/ru";
import { useLanguage } from "./use_language";

const host = document.createElement("div");
let shown: (Texts["language"] | null)[] = [];

function Shown({ language, load }: { readonly language: Language; readonly load: () => Promise<Texts> }) {
  shown.push(useLanguage(language, load)?.language ?? null);
  return null;
}

async function show(language: Language, load: () => Promise<Texts>): Promise<void> {
  await act(async () => render(<Shown language={language} load={load} />, host));
}

afterEach(() => {
  render(null, host);
  shown = [];
});

test("Russian is there at once, and fetches nothing", async () => {
  await show("ru", () => Promise.reject(new Error("was fetched")));
  expect(new Set(shown)).toEqual(new Set(["ru"]));
});

test("English is shown once it is there, and nothing before", async () => {
  let come = (_: Texts) => {};
  const coming = new Promise<Texts>((resolve) => {
    come = resolve;
  });
  const load = () => coming;
  await show("en", load);
  expect(shown.at(-1)).toBeNull();
  await act(async () => come(en));
  expect(shown.at(-1)).toBe("en");
  await show("ru", load);
  expect(shown.at(-1)).toBe("ru");
});

test("what was there stays while another language comes, and where it never does", async () => {
  const load = () => Promise.reject(new Error("the network is away"));
  await show("ru", load);
  await show("en", load);
  expect(shown).not.toContain(null);
  expect(shown.at(-1)).toBe("ru");
});

test("where English can't be fetched from the start there is Russian, not an empty page", async () => {
  await show("en", () => Promise.reject(new Error("the network is away")));
  expect(shown[0]).toBeNull();
  expect(shown.at(-1)).toBe(ru.language);
});
