// @vitest-environment jsdom
// Whoever merges chooses among the person's open conversations, by the keyboard too.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Conversation } from "../../operator.gen";
import { ME, OTHER, ServerModel } from "../../state/server_model";

// jsdom has none, and the dialog brings its own
document.adoptedStyleSheets ??= [];
const { MergeDialog } = await import("./merge_dialog");

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

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

function rows(): readonly Conversation[] {
  const server = new ServerModel(50);
  for (const body of ["с телефона", "<b>с компьютера</b>", "с планшета", "давно"]) server.start(body);
  const [, second = "", third = "", last = ""] = server.ids;
  server.assign(second, OTHER, OTHER);
  server.assign(third, ME, ME);
  server.setStatus(last, ME, "closed");
  const all = new Map([...server.folder("all"), ...server.folder("closed")].map((row) => [row.id, row]));
  return server.ids.flatMap((id) => all.get(id) ?? []);
}

async function show(choices: readonly Conversation[]) {
  const [conversation] = rows();
  if (!conversation) throw new Error("The model has lost its conversation");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ conversations: choices }))));
  const done: string[] = [];
  const props = {
    conversation,
    me: ME.id,
    onMerge: (id: string) => done.push(id),
    onClose: () => done.push("closed"),
  };
  await act(async () => render(<MergeDialog {...props} />, document.body));
  const buttons = () => [...document.querySelectorAll<HTMLButtonElement>(".merge__list button")];
  const press = (key: string) =>
    act(() => void document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
  return { done, buttons, press };
}

test("open ones can be chosen, and say whose they are", async () => {
  const [, second, third, last] = rows();
  if (!second || !third || !last) throw new Error("The model has lost its conversations");
  const { done, buttons, press } = await show([second, third, last]);
  await vi.waitFor(() => expect(buttons()).toHaveLength(2));
  const [first, next] = buttons();
  expect(first?.textContent).toContain("<b>с компьютера</b>");
  expect(first?.textContent).toContain("Борис");
  expect(document.querySelector(".merge__one--closed")?.textContent).toContain("давно");
  await vi.waitFor(() => expect(document.activeElement).toBe(first));
  press("ArrowUp");
  expect(document.activeElement).toBe(next);
  press("ArrowDown");
  expect(document.activeElement).toBe(first);
  act(() => first?.click());
  // The dialog is closed before anything is done
  expect(done).toEqual(["closed", second.id]);
});

test("who has no other conversation is to be taken for one person first", async () => {
  const { buttons } = await show([]);
  await vi.waitFor(() => expect(document.body.textContent).toContain("карточке клиента"));
  expect(buttons()).toHaveLength(0);
});

test("nothing can be chosen where all others are closed", async () => {
  const { buttons } = await show(rows().slice(3));
  await vi.waitFor(() => expect(document.body.textContent).toContain("откройте тот"));
  expect(buttons()).toHaveLength(0);
});
