// @vitest-environment jsdom
// Files fall anywhere on the page: into what is written there, or nowhere; the page itself is never left for one.
import { render } from "preact";
import { useRef } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { refusalOf } from "../../../../../widget/src/live/uploads";
import { refuseDroppedFiles, useDroppedFiles } from "./use_dropped_files";

beforeAll(() => refuseDroppedFiles(window));

afterEach(() => act(() => render(null, document.body)));

interface Shown {
  readonly onFiles: (files: readonly File[]) => void;
  readonly isHidden?: boolean;
}

function show({ onFiles, isHidden = false }: Shown) {
  function Part() {
    const part = useRef<HTMLFormElement>(null);
    const isDragged = useDroppedFiles(part, onFiles);
    return (
      <div hidden={isHidden}>
        <form ref={part} class={isDragged ? "dragged" : ""} />
      </div>
    );
  }
  act(() =>
    render(
      <>
        <p />
        <input type="file" />
        <Part />
      </>,
      document.body,
    ),
  );
}

const PHOTO = new File(["a"], "a.png", { type: "image/png" });
const FOLDER = new File([], "Договоры.png");

/** jsdom has no drags. */
function drag(
  type: string,
  at: string,
  types: readonly string[] = ["Files"],
  { relatedTarget = null, files = [PHOTO] }: { relatedTarget?: Element | null; files?: readonly File[] } = {},
) {
  const items = files.map((file) => ({
    kind: "file",
    webkitGetAsEntry: () => ({ isDirectory: file === FOLDER }),
  }));
  const dataTransfer = { types, files, items: [{ kind: "string" }, ...items], dropEffect: "move" };
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer, relatedTarget });
  act(() => void document.querySelector(at)?.dispatchEvent(event));
  return event;
}

const isDragged = () => document.querySelector(".dragged") !== null;

test("what falls anywhere on the page is taken, and the hint is there as long as it is dragged", () => {
  const onFiles = vi.fn<(files: readonly File[]) => void>();
  show({ onFiles });
  expect(drag("dragover", "p").dataTransfer.dropEffect).toBe("copy");
  expect(isDragged()).toBe(true);
  drag("dragleave", "p", ["Files"], { relatedTarget: document.body });
  expect(isDragged()).toBe(true);
  drag("dragleave", "p");
  expect(isDragged()).toBe(false);
  drag("dragover", "p");
  expect(drag("drop", "p").defaultPrevented).toBe(true);
  expect(onFiles).toHaveBeenCalledTimes(1);
  expect(isDragged()).toBe(false);
});

test("it is refused, and the page stays, where a page of settings covers what is written", () => {
  const onFiles = vi.fn<(files: readonly File[]) => void>();
  show({ onFiles, isHidden: true });
  const over = drag("dragover", "p");
  expect([over.defaultPrevented, over.dataTransfer.dropEffect]).toEqual([true, "none"]);
  expect(drag("drop", "p").defaultPrevented).toBe(true);
  expect(isDragged()).toBe(false);
  expect(onFiles).not.toHaveBeenCalled();
});

test("it is refused under an open dialog", () => {
  const onFiles = vi.fn<(files: readonly File[]) => void>();
  show({ onFiles });
  const dialog = document.createElement("dialog");
  dialog.open = true;
  document.body.append(dialog);
  expect(drag("drop", "dialog").defaultPrevented).toBe(true);
  dialog.remove();
  expect(onFiles).not.toHaveBeenCalled();
});

test("words, fields for files and pictures of the page itself stay the browser's or are refused", () => {
  const onFiles = vi.fn<(files: readonly File[]) => void>();
  show({ onFiles });
  expect(drag("drop", "p", ["text/plain"]).defaultPrevented).toBe(false);
  expect(drag("drop", "input").defaultPrevented).toBe(false);
  drag("dragstart", "p");
  expect(drag("dragover", "p").dataTransfer.dropEffect).toBe("none");
  expect(drag("drop", "p").defaultPrevented).toBe(true);
  expect(onFiles).not.toHaveBeenCalled();
  drag("dragend", "p");
  drag("drop", "p");
  expect(onFiles).toHaveBeenCalledTimes(1);
});

test("a picture of the page that was dragged and is gone meanwhile keeps nothing from falling later", () => {
  const onFiles = vi.fn<(files: readonly File[]) => void>();
  show({ onFiles });
  drag("dragstart", "p");
  drag("pointerdown", "p");
  drag("drop", "p");
  expect(onFiles).toHaveBeenCalledTimes(1);
});

test("a folder is said to be one, whatever it is called, and of very many a few are taken", () => {
  const onFiles = vi.fn<(files: readonly File[]) => void>();
  show({ onFiles });
  drag("drop", "p", ["Files"], { files: [PHOTO, FOLDER] });
  const [[photo, folder] = []] = onFiles.mock.lastCall ?? [];
  expect(photo).toBe(PHOTO);
  const limits = { accept: "image/png,.png", maxBytes: 1_000 };
  expect(folder && [folder.name, refusalOf(folder, limits)]).toEqual(["Договоры.png/", "file_kind_refused"]);
  drag("drop", "p", ["Files"], { files: Array.from({ length: 100 }, () => PHOTO) });
  expect(onFiles.mock.lastCall?.[0]).toHaveLength(11);
});
