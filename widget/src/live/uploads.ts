// Files on their way to the server: chosen, checked, sent one after the other, taken along by the next message.
//
// Free of any UI, for the widget and the panel. `fetch` tells nothing of how far a body has come, so it is XMLHttpRequest.

/** What the server says of a file. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly width?: number | null;
  readonly height?: number | null;
}

/** `held`: somebody must agree first; `waiting`: for its turn; `failed`: for its sender to decide. */
export type UploadState = "held" | "waiting" | "sending" | "done" | "failed";

export interface Upload<F extends UploadedFile> {
  readonly key: number;
  readonly file: File;
  readonly state: UploadState;
  /** From 0 to 1. */
  readonly progress: number;
  /** Why it failed: the server's code, or `offline`. */
  readonly code: string | null;
  /** What is there to be sent. */
  readonly ref: F | null;
}

export interface Limits {
  /** As `<input accept>` has it: media types, and endings with their dot. */
  readonly accept: string;
  readonly maxBytes: number;
}

export interface UploadsOptions {
  /** Where a file goes. */
  getAddress(): string;
  /** Who sends it. */
  getHeaders(): Readonly<Record<string, string>>;
  getLimits(): Limits;
  /** Whether nothing may be sent yet. */
  isHeld(): boolean;
  onChange(): void;
}

export interface Uploads<F extends UploadedFile> {
  readonly items: readonly Upload<F>[];
  /** Takes files in; what can't be sent is there too, as failed. */
  add(files: Iterable<File>): void;
  /** Cancels what is under way, and forgets what is there. */
  remove(key: number): void;
  retry(key: number): void;
  /** Forgets those that are done: a message has them. */
  clear(): void;
  /** Goes on, where what it was held for has come. */
  wake(): void;
}

/** Most files of one message. */
export const MAX_FILES = 10;

/** Codes after which the same file may be sent once more, by hand. */
const PASSING = new Set(["offline", "busy", "rate_limited", "too_slow", "files_unavailable", "database_unavailable"]);

/** Whether a file that failed may go the next time. */
export function isPassing(code: string | null): boolean {
  return PASSING.has(code ?? "");
}

/** Why the server would refuse a file, as its code; null where that is not known from outside. */
export function refusalOf(file: File, { accept, maxBytes }: Limits): string | null {
  if (!file.size) return "file_empty";
  if (file.size > maxBytes) return "file_too_large";
  const kinds = accept.split(",");
  const name = file.name.toLowerCase();
  const isKnown = kinds.some((kind) => (kind.startsWith(".") ? name.endsWith(kind) : kind === file.type));
  // Some systems know no type for what they don't open: the server looks at the content anyway.
  return isKnown || !file.type ? null : "file_kind_refused";
}

/** Endings of what is taken, for people: "JPEG, PNG, PDF". */
export function kindsOf(accept: string): string {
  const endings = accept.split(",").map((kind) => /^image\/(.+)|^\.(.+)/.exec(kind));
  return endings.flatMap((found) => (found ? [(found[1] ?? found[2] ?? "").toUpperCase()] : [])).join(", ");
}

/** Uploads that have not begun. */
export function createUploads<F extends UploadedFile>(options: UploadsOptions): Uploads<F> {
  let items: readonly Upload<F>[] = [];
  let lastKey = 0;
  let sending: { readonly key: number; readonly request: XMLHttpRequest } | null = null;

  function change(key: number, changed: Partial<Upload<F>>): void {
    items = items.map((item) => (item.key === key ? { ...item, ...changed } : item));
    options.onChange();
  }

  function send({ key, file }: Upload<F>): void {
    const request = new XMLHttpRequest();
    sending = { key, request };
    request.open("POST", options.getAddress());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    for (const [name, value] of Object.entries(options.getHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => total && change(key, { progress: loaded / total });
    request.onloadend = () => {
      if (sending?.request !== request) return;
      sending = null;
      const answer = parse(request.responseText) as { file?: F; error?: { code?: string } } | null;
      if (answer?.file) change(key, { state: "done", progress: 1, ref: answer.file });
      else change(key, { state: "failed", code: answer?.error?.code ?? "offline" });
      wake();
    };
    change(key, { state: "sending", progress: 0, code: null });
    request.send(file);
  }

  function wake(): void {
    if (sending) return;
    const next = items.find(({ state }) => state === "waiting" || state === "held");
    if (!next) return;
    const isHeld = options.isHeld();
    if (!isHeld) send(next);
    else if (next.state !== "held") change(next.key, { state: "held" });
  }

  return {
    get items() {
      return items;
    },
    add(files) {
      for (const file of files) {
        lastKey += 1;
        const held = items.filter(({ state }) => state !== "failed").length;
        const code = held < MAX_FILES ? refusalOf(file, options.getLimits()) : "too_many_files";
        items = [...items, { key: lastKey, file, state: code ? "failed" : "waiting", progress: 0, code, ref: null }];
      }
      options.onChange();
      wake();
    },
    remove(key) {
      if (sending?.key === key) {
        const { request } = sending;
        sending = null;
        request.abort();
      }
      items = items.filter((item) => item.key !== key);
      options.onChange();
      wake();
    },
    retry(key) {
      change(key, { state: "waiting", code: null });
      wake();
    },
    clear() {
      items = items.filter(({ state }) => state !== "done");
    },
    wake,
  };
}

/** What is written of a message with files, without the names that its body ends with for clients that know of none. */
export function writtenOf(body: string, files: readonly UploadedFile[]): string {
  const names = files.map(({ name }) => name).join("\n");
  if (body === names) return "";
  return body.endsWith(`\n${names}`) ? body.slice(0, -names.length - 1) : body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
