// @vitest-environment jsdom
// The large picture: which is shown, where the arrows lead, and that each showing is asked for, and so journalled, anew.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { FileRef, MessageDeleted, MessagePosted } from "../../operator.gen";
import type { Entry } from "../../state/rows";

// jsdom has none, and the dialog brings its own
document.adoptedStyleSheets ??= [];
const { PictureDialog } = await import("./picture_dialog");

beforeAll(() => {
  // jsdom has no dialogs
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  };
});

afterEach(() => act(() => render(null, document.body)));

const AUTHOR = { kind: "visitor", id: "v", name: "" } as const;

function place(seq: number) {
  const created_at = "2026-11-12T10:00:00Z";
  return { conversation_id: "c", seq, prev_seq: seq - 1, echo_id: null, created_at, author: AUTHOR };
}

function message(seq: number, ...files: FileRef[]): MessagePosted {
  return { type: "message_posted", ...place(seq), body: files.map(({ name }) => name).join("\n"), files };
}

const picture = (id: string): FileRef => ({ id, name: `${id}.png`, size: 9, type: "image/png", width: 40, height: 30 });
const paper: FileRef = { id: "paper", name: "paper.pdf", size: 9, type: "application/pdf" };
const ENTRIES = [message(1, picture("a"), paper), message(2, picture("b")), message(3, picture("c"))];

function show(fileId: string, entries: readonly Entry[] = ENTRIES) {
  const onClose = vi.fn<() => void>();
  act(() => render(<PictureDialog {...{ entries, fileId, onClose }} unsent={[]} />, document.body));
  return onClose;
}

const shown = () => document.querySelector("img")?.alt;
const address = () => document.querySelector("img")?.getAttribute("src") ?? "";

function press(key: string, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  act(() => void document.querySelector("dialog")?.dispatchEvent(event));
  return event;
}

test("arrows lead through the pictures of the conversation and stop at its ends", () => {
  show("b");
  expect(shown()).toBe("Изображение: b.png");
  expect(document.querySelector(".picture__place")?.textContent).toBe("b.png 2 из\u00a03");
  press("ArrowRight");
  expect(shown()).toBe("Изображение: c.png");
  press("ArrowRight");
  expect(shown()).toBe("Изображение: c.png");
  press("ArrowLeft");
  press("ArrowLeft");
  expect(shown()).toBe("Изображение: a.png");
  expect(document.querySelector("a")?.getAttribute("href")).toBe("/panel/api/files/a");
});

test("each showing has an address of its own, the same while it lasts", () => {
  show("a");
  const first = address();
  expect(first).toMatch(/^\/panel\/api\/files\/a\?view=\d+$/);
  press("+");
  expect(address()).toBe(first);
  press("0");
  press("ArrowRight");
  press("ArrowLeft");
  expect(address()).toMatch(/^\/panel\/api\/files\/a\?view=/);
  expect(address()).not.toBe(first);
});

test("plus and minus come closer and back; with Ctrl they are the browser's", () => {
  show("a");
  const width = () => document.querySelector("img")?.width;
  const pressed = () => document.querySelector(".picture__toggle")?.getAttribute("aria-pressed");
  expect([width(), pressed()]).toEqual([40, "false"]);
  expect(press("+", { ctrlKey: true }).defaultPrevented).toBe(false);
  expect(width()).toBe(40);
  expect(press("+").defaultPrevented).toBe(true);
  expect([width(), pressed()]).toEqual([60, "true"]);
  press("-");
  press("-");
  expect([width(), pressed()]).toEqual([40, "false"]);
});

test("what is deleted while it is shown is gone, and its dialog with it", () => {
  const onClose = show("b");
  expect(onClose).not.toHaveBeenCalled();
  const deleted: MessageDeleted = { type: "message_deleted", ...place(4), message_seq: 2 };
  act(() =>
    render(<PictureDialog entries={[...ENTRIES, deleted]} unsent={[]} fileId="b" onClose={onClose} />, document.body),
  );
  expect(document.querySelector("img")).toBeNull();
  expect(onClose).toHaveBeenCalledTimes(1);
});

test("one that does not come says so, and the next can still be reached by the keys", () => {
  show("a");
  act(() => void document.querySelector("img")?.dispatchEvent(new Event("error")));
  expect(document.querySelector("[role=alert]")?.textContent).toContain("не\u00a0открылось");
  expect(document.activeElement).toBe(document.querySelector(".picture__stage"));
  press("ArrowRight");
  expect(shown()).toBe("Изображение: b.png");
});
