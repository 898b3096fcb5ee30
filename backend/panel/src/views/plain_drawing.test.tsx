// @vitest-environment jsdom
// What is drawn, whoever draws it, turns no lines; what is edited stays as it was written.
import { Fragment, options, render } from "preact";
import { useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawPlainly } from "./plain_drawing";

const before = options.vnode;
beforeEach(drawPlainly);
afterEach(() => {
  render(null, document.body);
  if (before) options.vnode = before;
  else delete options.vnode;
});

const TURNED = `Пётр\u202e gpj${"\u0301".repeat(20)}`;
const PLAIN = `Пётр gpj${"\u0301".repeat(4)}`;

test("texts and what is read aloud are plain, at the first drawing and at the next", () => {
  let rename: (name: string) => void = () => undefined;
  function Who() {
    const [name, setName] = useState(TURNED);
    rename = setName;
    return (
      <Fragment>
        {name} и <b title={name}>{[name, 7]}</b>
        <img alt={name} />
        <button type="button" aria-label={`Открыть: ${name}`} />
      </Fragment>
    );
  }
  act(() => render(<Who />, document.body));
  const shown = (name: string) => {
    expect(document.body.textContent).toBe(`${name} и ${name}7`);
    expect(document.querySelector("b")?.title).toBe(name);
    expect(document.querySelector("img")?.alt).toBe(name);
    expect(document.querySelector("button")?.getAttribute("aria-label")).toBe(`Открыть: ${name}`);
  };
  shown(PLAIN);
  act(() => rename("\u2067Павел"));
  shown("Павел");
});

test("fields keep what is written in them", () => {
  act(() => render(<input value={TURNED} placeholder={TURNED} />, document.body));
  const field = document.querySelector("input");
  expect([field?.value, field?.placeholder]).toEqual([TURNED, PLAIN]);
});
