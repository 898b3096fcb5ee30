// Files on their way: checked before, sent one after the other, cancelled, tried again, taken along.
import { beforeEach, expect, test, vi } from "vitest";
import { createUploads, isPassing, kindsOf, MAX_FILES, refusalOf, type UploadedFile, writtenOf } from "./uploads";

const LIMITS = { accept: "image/png,application/pdf,.pdf,text/csv,.csv", maxBytes: 10 };

/** What the browser would do with a request, done by the test. */
class Request {
  static all: Request[] = [];
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  readonly headers: Record<string, string> = {};
  responseText = "";
  onloadend?: () => void;
  isAborted = false;

  constructor() {
    Request.all.push(this);
  }
  open(): void {}
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(): void {}
  abort(): void {
    this.isAborted = true;
    this.onloadend?.();
  }
  answer(body: object): void {
    this.responseText = JSON.stringify(body);
    this.onloadend?.();
  }
}

const file = (name: string, type = "image/png", content = "abc") => new File([content], name, { type });
const ref = (id: string): UploadedFile => ({ id, name: "a.png", size: 3, type: "image/png" });

let isHeld = false;
let uploads = create();

function create() {
  return createUploads({
    getAddress: () => "/files",
    getHeaders: () => ({ Authorization: "Bearer t" }),
    getLimits: () => LIMITS,
    isHeld: () => isHeld,
    onChange: () => {},
  });
}

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", Request);
  Request.all = [];
  isHeld = false;
  uploads = create();
});

const states = () => uploads.items.map(({ state }) => state);

test("files go one after the other, and say how far they have come", () => {
  uploads.add([file("один.png"), file("b.png")]);
  expect(states()).toEqual(["sending", "waiting"]);
  expect(Request.all[0]?.headers).toMatchObject({ "X-File-Name": encodeURIComponent("один.png") });
  Request.all[0]?.upload.onprogress?.({ loaded: 1, total: 4 });
  expect(uploads.items[0]?.progress).toBe(0.25);
  Request.all[0]?.answer({ file: ref("A") });
  expect(states()).toEqual(["done", "sending"]);
  expect(uploads.items[0]?.ref?.id).toBe("A");
});

test("one that is cancelled lets the next one go, and its answer changes nothing", () => {
  uploads.add([file("a.png"), file("b.png")]);
  uploads.remove(uploads.items[0]?.key ?? 0);
  expect(Request.all[0]?.isAborted).toBe(true);
  expect(states()).toEqual(["sending"]);
  Request.all[0]?.answer({ file: ref("A") });
  expect(states()).toEqual(["sending"]);
});

test("one that failed says why, and goes again when it is asked to", () => {
  uploads.add([file("a.png")]);
  Request.all[0]?.answer({ error: { code: "busy" } });
  expect(uploads.items[0]).toMatchObject({ state: "failed", code: "busy" });
  uploads.retry(uploads.items[0]?.key ?? 0);
  Request.all[1]?.answer({ file: ref("A") });
  expect(states()).toEqual(["done"]);
  uploads.clear();
  expect(uploads.items).toEqual([]);
});

test("without a connection it is offline, not the server's refusal", () => {
  uploads.add([file("a.png")]);
  Request.all[0]?.onloadend?.();
  expect(uploads.items[0]?.code).toBe("offline");
});

test("nothing goes before it may", () => {
  isHeld = true;
  uploads.add([file("a.png")]);
  expect([states(), Request.all]).toEqual([["held"], []]);
  isHeld = false;
  uploads.wake();
  expect(states()).toEqual(["sending"]);
});

test("what the server would refuse is not sent, nor more than a message may have", () => {
  uploads.add([file("a.exe", "application/x-msdownload"), file("b.png", "image/png", "")]);
  expect(uploads.items.map(({ code }) => code)).toEqual(["file_kind_refused", "file_empty"]);
  uploads.add(Array.from({ length: MAX_FILES + 1 }, (_, place) => file(`${place}.png`)));
  expect(uploads.items.at(-1)?.code).toBe("too_many_files");
  expect(Request.all).toHaveLength(1);
});

test.each([
  [file("a.png"), null],
  [file("A.CSV", "application/vnd.ms-excel"), null],
  [file("a", ""), null],
  [file("a.png", "image/png", "12345678901"), "file_too_large"],
  [file("a.heic", "image/heic"), "file_kind_refused"],
])("a file is judged by its kind and size", (one, code) => expect(refusalOf(one, LIMITS)).toBe(code));

test("kinds are told by their endings", () => expect(kindsOf(LIMITS.accept)).toBe("PNG, PDF, CSV"));

test("what is written is told from the names that follow it", () => {
  const files = [ref("A"), { ...ref("B"), name: "b.csv" }];
  expect(writtenOf("a.png\nb.csv", files)).toBe("");
  expect(writtenOf("Вот\nони\na.png\nb.csv", files)).toBe("Вот\nони");
  expect(writtenOf("edited since", files)).toBe("edited since");
});

test("only what passes by itself is worth another try", () => {
  expect([isPassing("offline"), isPassing("file_broken"), isPassing(null)]).toEqual([true, false, false]);
});
