// A file that was taken out of an answer by mistake can be had back; what could not be sent anyway is just gone.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createConversationFiles } from "./conversation_files";

const LIMITS = { accept: "image/png", maxBytes: 100 };

beforeEach(() => {
  // No answer comes: the files stay on their way
  vi.stubGlobal(
    "XMLHttpRequest",
    class {
      upload = {};
      open() {}
      setRequestHeader() {}
      send() {}
      abort() {}
    },
  );
});

afterEach(() => vi.unstubAllGlobals());

function filesWith(...names: string[]) {
  const removed: { name: string; conversationId: string; putBack: () => Promise<true> }[] = [];
  const files = createConversationFiles(
    () => undefined,
    (name, conversationId, putBack) => removed.push({ name, conversationId, putBack }),
  );
  const uploads = files.of("conversation", LIMITS);
  uploads.add(names.map((name) => new File(["x"], name, { type: name.endsWith(".png") ? "image/png" : "text/css" })));
  return { uploads, removed };
}

test("a file that was taken out is told of, and comes back to its conversation", () => {
  const { uploads, removed } = filesWith("a.png", "b.png");
  uploads.remove(uploads.items[0]?.key ?? 0);
  expect(uploads.items.map(({ file }) => file.name)).toEqual(["b.png"]);
  expect(removed.map(({ name, conversationId }) => [name, conversationId])).toEqual([["a.png", "conversation"]]);
  void removed[0]?.putBack();
  expect(uploads.items.map(({ file }) => file.name)).toEqual(["b.png", "a.png"]);
});

test("of a file that is not taken nothing is told", () => {
  const { uploads, removed } = filesWith("a.css");
  expect(uploads.items[0]?.code).toBe("file_kind_refused");
  uploads.remove(uploads.items[0]?.key ?? 0);
  expect(uploads.items).toEqual([]);
  expect(removed).toEqual([]);
});
