// @vitest-environment jsdom
// The composer's keys: what sends, what breaks the line, and what belongs to an input method.
import { createRef, render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createUploads } from "../../../../widget/src/live/uploads";
import type { FileRef } from "../operator.gen";
import { DEFAULT_PREFERENCES, type SendKey } from "../preferences";
import { Composer, type ComposerProps } from "./composer";
import { SendKeyContext, sendKeyOf } from "./send_key";

const NO_FILES = createUploads<FileRef>({
  getAddress: () => "",
  getHeaders: () => ({}),
  getLimits: () => LIMITS,
  isHeld: () => false,
  onChange: () => undefined,
});
const NOBODY = { name: "", operator: "", site: "" };
const LIMITS = { accept: "image/png", maxBytes: 10 };

// jsdom has none, and what helps in writing brings its own.
document.adoptedStyleSheets ??= [];
beforeAll(() => Promise.all([import("./assist/assist"), import("./drops/drop_place")]));

afterEach(() => {
  render(null, document.body);
});

function show(
  draft: string,
  {
    warning = null,
    isNote = false,
    overtaken = null,
    sendKey = "Enter",
  }: Partial<Pick<ComposerProps, "warning" | "isNote" | "overtaken">> & { readonly sendKey?: SendKey } = {},
) {
  const onKind = vi.fn<(isNote: boolean) => void>();
  const onNote = vi.fn<(body: string, mentions: readonly string[]) => void>();
  const onSend = vi.fn<(body: string) => void>();
  act(() => {
    const input = createRef<HTMLTextAreaElement>();
    render(
      <SendKeyContext.Provider value={sendKey}>
        <Composer
          {...{
            draft,
            warning,
            overtaken,
            input,
            onSend,
            note: null,
            conversationId: "c",
            siteId: "s",
            departmentId: null,
            leaderId: null,
            quote: null,
            values: NOBODY,
            uploads: NO_FILES,
            limits: LIMITS,
          }}
          isNote={isNote}
          onDraft={() => undefined}
          onKind={onKind}
          onNote={onNote}
        />
      </SendKeyContext.Provider>,
      document.body,
    );
  });
  const input = document.querySelector("textarea");
  if (!input) throw new Error("The composer has no input");
  const press = (key: string, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    input.dispatchEvent(event);
    return event;
  };
  return { onSend, onKind, onNote, press };
}

describe("the composer", () => {
  test("sends on Enter, without the spaces around", () => {
    const { onSend, press } = show("  ответ \n");
    expect(press("Enter").defaultPrevented).toBe(true);
    expect(onSend).toHaveBeenCalledWith("ответ", { choices: [], files: [] });
  });

  test("holds an answer back once where a colleague has been quicker, and says who", () => {
    const { onSend, press } = show("ответ", { overtaken: { seq: 7, name: "Борис" } });
    act(() => void press("Enter"));
    expect(onSend).not.toHaveBeenCalled();
    expect(document.querySelector(".composer__foot [role=status]")?.textContent).toContain("Борис");
    press("Enter");
    expect(onSend).toHaveBeenCalledTimes(1);
  });

  test("sends by a click, and not by the second half of a double one", () => {
    const { onSend } = show("ответ");
    const button = document.querySelector("button[type=submit]");
    for (const detail of [1, 2])
      button?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
    expect(onSend).toHaveBeenCalledTimes(1);
  });

  test("holds no note back for an answer", () => {
    const { onNote, press } = show("видно", { isNote: true, overtaken: { seq: 7, name: "Борис" } });
    press("Enter");
    expect(onNote).toHaveBeenCalledTimes(1);
  });

  test("leaves Enter to the text where Ctrl+Enter sends, and says so", () => {
    const { onSend, press } = show("ответ", { sendKey: "Mod+Enter" });
    expect(document.querySelector(".composer__hint")?.textContent).toContain("Enter\u00a0— новая строка");
    expect(document.querySelector("textarea")?.getAttribute("enterkeyhint")).toBe("enter");
    for (const more of [{}, { shiftKey: true }, { ctrlKey: true, isComposing: true }]) {
      expect(press("Enter", more).defaultPrevented).toBe(false);
    }
    expect(onSend).not.toHaveBeenCalled();
    expect(press("Enter", { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(press("Enter", { metaKey: true }).defaultPrevented).toBe(true);
    expect(onSend).toHaveBeenCalledTimes(2);
  });

  test("is sent by the button where one writes with a finger, unless somebody has chosen otherwise", () => {
    expect(sendKeyOf(DEFAULT_PREFERENCES, false)).toBe("Enter");
    expect(sendKeyOf(DEFAULT_PREFERENCES, true)).toBe("Mod+Enter");
    expect(sendKeyOf({ ...DEFAULT_PREFERENCES, sendKey: "Enter" }, true)).toBe("Enter");
  });

  test("leaves Shift+Enter to the text", () => {
    const { onSend, press } = show("ответ");
    expect(press("Enter", { shiftKey: true }).defaultPrevented).toBe(false);
    expect(onSend).not.toHaveBeenCalled();
  });

  test("leaves the Enter that ends a composed word to the input method", () => {
    const { onSend, press } = show("にほん");
    press("Enter", { isComposing: true });
    press("Enter", { keyCode: 229 });
    expect(onSend).not.toHaveBeenCalled();
  });

  test("sends neither blanks nor more than fits, and says by how much", () => {
    const blank = show(" \n ");
    blank.press("Enter");
    expect(blank.onSend).not.toHaveBeenCalled();
    const long = show("🙂".repeat(4_002));
    long.press("Enter");
    expect(long.onSend).not.toHaveBeenCalled();
    expect(document.body.textContent).toContain("на\u00a02\u00a0знака");
  });

  test("warns of what will be refused, and leaves the decision to the writer", () => {
    const { onSend, press } = show("https://t.me/tea", { warning: "Ссылка на Telegram" });
    expect(document.querySelector(".composer__foot [role=status]")?.textContent).toBe("Ссылка на Telegram");
    press("Enter");
    expect(onSend).toHaveBeenCalledWith("https://t.me/tea", { choices: [], files: [] });
  });

  test("saves a note, and sends nothing of it, whatever would be refused in an answer", () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    const { onSend, onNote, press } = show(" https://t.me/tea ", { isNote: true });
    expect(document.querySelector("button[type=submit]")?.textContent).toBe("Записать");
    expect(document.querySelector("label")?.textContent).toBe("Заметка для\u00a0коллег");
    press("Enter");
    expect(onNote).toHaveBeenCalledWith("https://t.me/tea", []);
    expect(onSend).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });

  test("holds a note back once while nobody knows whom it calls, and says so", async () => {
    const asked = vi.fn(() => Promise.reject(new TypeError("no network")));
    vi.stubGlobal("fetch", asked);
    const { onNote, press } = show("@Анна, посмотри", { isNote: true });
    await act(async () => void press("Enter"));
    await act(async () => void press("Enter", { repeat: true }));
    expect(onNote).not.toHaveBeenCalled();
    expect(document.querySelector(".composer__foot [role=status]")?.textContent).toContain("никого не\u00a0позовёт");
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    await act(async () => void press("Enter"));
    expect(onNote).toHaveBeenCalledWith("@Анна, посмотри", []);
    vi.unstubAllGlobals();
  });

  test("calls whom a note names once the colleagues have come", async () => {
    let answer: (response: Response) => void = () => undefined;
    const asked = vi.fn(() => new Promise<Response>((resolve) => (answer = resolve)));
    vi.stubGlobal("fetch", asked);
    const { onNote, press } = show("@Анна, посмотри", { isNote: true });
    await act(async () => void press("Enter"));
    const status = () => document.querySelector(".composer__foot [role=status]")?.textContent;
    expect(status()).toContain("никого");
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    await act(() => answer(new Response(JSON.stringify({ colleagues: [{ id: "anna", name: "Анна" }] }))));
    await vi.waitFor(() => expect(status()).not.toContain("никого"));
    await act(async () => void press("Enter"));
    expect(onNote).toHaveBeenCalledWith("@Анна, посмотри", ["anna"]);
    vi.unstubAllGlobals();
  });

  test("says that a note takes no files, keeps its words, and says so no longer once one writes on", () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    show("Вот что он прислал", { isNote: true });
    const input = document.querySelector("textarea");
    const status = () => document.querySelector(".composer__foot [role=status]")?.textContent;
    const paste = (types: readonly string[]) => {
      const clipboardData = { files: [new File(["x"], "a.png", { type: "image/png" })], types };
      const event = Object.assign(new Event("paste", { bubbles: true, cancelable: true }), { clipboardData });
      act(() => void input?.dispatchEvent(event));
      return event.defaultPrevented;
    };
    expect(paste(["Files"])).toBe(true);
    expect(status()).toContain("Заметки пока без\u00a0файлов");
    expect(NO_FILES.items).toEqual([]);
    expect(input?.value).toBe("Вот что он прислал");
    act(() => void input?.dispatchEvent(new Event("input", { bubbles: true })));
    expect(status()).not.toContain("без\u00a0файлов");
    // Words that come with a picture of themselves are pasted as words
    expect(paste(["Files", "text/plain"])).toBe(false);
    expect(status()).not.toContain("без\u00a0файлов");
    vi.unstubAllGlobals();
  });

  test("switches between answer and note by Alt+N in any layout", () => {
    const { onKind, press } = show("ответ");
    expect(press("т", { code: "KeyN", altKey: true }).defaultPrevented).toBe(true);
    expect(onKind).toHaveBeenCalledWith(true);
    press("т", { code: "KeyN" });
    expect(onKind).toHaveBeenCalledTimes(1);
  });

  test("drops what can't be stored", () => {
    const { onSend, press } = show("a\0b\ud83dc🙂");
    press("Enter");
    expect(onSend).toHaveBeenCalledWith("abc🙂", { choices: [], files: [] });
  });
});
