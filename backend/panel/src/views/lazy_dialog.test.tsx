// @vitest-environment jsdom
// What is typed while a dialog is fetched is the dialog's: the panel behind hears none of it.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { LazyDialog } from "./lazy_dialog";

interface Props {
  readonly onClose: () => void;
  readonly typed?: string;
}

afterEach(() => render(null, document.body));

function press(key: string, more: KeyboardEventInit = {}) {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

test("keys are kept for the dialog until it is there, and are the panel's again once it is", async () => {
  const heard = vi.fn<(key: string) => void>();
  const listen = ({ key }: KeyboardEvent) => heard(key);
  document.addEventListener("keydown", listen);
  const View = ({ typed }: Props) => <p>{typed}</p>;
  let come: (view: typeof View) => void = () => undefined;
  const loading = new Promise<typeof View>((resolve) => {
    come = resolve;
  });
  const load = () => loading;
  act(() => render(<LazyDialog load={load} props={{ onClose: () => undefined, typed: "" } as Props} />, document.body));
  for (const key of ["e", "я", "ж", "Backspace", "Enter"]) press(key);
  expect(heard).not.toHaveBeenCalled();
  press("r", { ctrlKey: true });
  press("Tab");
  expect(heard).toHaveBeenCalledTimes(2);
  await act(async () => {
    come(View);
    await loading;
  });
  expect(document.body.textContent).toBe("eя");
  press("e");
  expect(heard).toHaveBeenCalledTimes(3);
  document.removeEventListener("keydown", listen);
});

test("Escape gives it up", () => {
  const onClose = vi.fn();
  const load = () => new Promise<never>(() => undefined);
  act(() => render(<LazyDialog load={load} props={{ onClose, typed: "" } as Props} />, document.body));
  press("Escape");
  expect(onClose).toHaveBeenCalledTimes(1);
  act(() => render(null, document.body));
  // One that nobody writes into at once keeps no keys from anybody.
  act(() => render(<LazyDialog load={load} props={{ onClose } as Props} />, document.body));
  press("Escape");
  expect(onClose).toHaveBeenCalledTimes(1);
});
