// @vitest-environment jsdom
// What is left alone, and that no handler of an older drawing is called for it.
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { memo } from "./memo";

afterEach(() => {
  render(null, document.body);
});

interface ButtonProps {
  readonly words: string;
  readonly hrefOf: () => string;
  readonly onPress: ((by: string) => void) | null;
}

function page() {
  const drawn = vi.fn();
  const begun = vi.fn();
  const Button = memo(({ words, hrefOf, onPress }: ButtonProps) => {
    drawn();
    useEffect(begun, [onPress]);
    return (
      <button type="button" title={hrefOf()} onClick={() => onPress?.("hand")}>
        {words}
      </button>
    );
  });
  const hrefOf = () => "#";
  const draw = (change: Partial<ButtonProps>) => {
    const props = { words: "Взять", hrefOf, onPress: null, ...change };
    act(() => render(<Button {...props} />, document.body));
  };
  const button = () => document.querySelector("button");
  return { draw, button, times: () => ({ drawn: drawn.mock.calls.length, begun: begun.mock.calls.length }) };
}

test("another handler draws nothing, and is the one that is called", () => {
  const { draw, button, times } = page();
  const [first, second] = [vi.fn(), vi.fn()];
  draw({ onPress: first });
  draw({ onPress: second });
  expect(times()).toEqual({ drawn: 1, begun: 1 });
  button()?.click();
  expect(first).not.toHaveBeenCalled();
  expect(second).toHaveBeenCalledExactlyOnceWith("hand");
});

test("words, and functions that say what is drawn, draw anew", () => {
  const { draw, button, times } = page();
  draw({});
  draw({ words: "Вернуть" });
  expect(button()?.textContent).toBe("Вернуть");
  draw({ words: "Вернуть", hrefOf: () => "#mine" });
  expect(button()?.title).toBe("#mine");
  expect(times()).toEqual({ drawn: 3, begun: 1 });
});

test("a handler that comes or goes is heard of", () => {
  const { draw, button, times } = page();
  const press = vi.fn();
  draw({});
  draw({ onPress: press });
  button()?.click();
  expect(press).toHaveBeenCalledOnce();
  draw({});
  button()?.click();
  expect(press).toHaveBeenCalledOnce();
  expect(times()).toEqual({ drawn: 3, begun: 3 });
});
