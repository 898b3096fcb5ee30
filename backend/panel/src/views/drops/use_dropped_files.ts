// Files dropped on the page: whoever writes takes them, wherever they fall. The browser, left to itself, would leave the panel for the file.
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { MAX_FILES } from "../../../../../widget/src/live/uploads";

/** Where what was dragged is gone meanwhile, no end of it is told: the next press is one. */
const OF_OWN = ["dragstart", "dragend", "pointerdown"] as const;

/** Refuses what nobody takes: the page stays. A field for files takes them by itself. */
export function refuseDroppedFiles(page: Window): void {
  for (const type of ["dragenter", "dragover", "drop"] as const) {
    page.addEventListener(type, (event) => {
      if (event.defaultPrevented || !event.dataTransfer || !hasFiles(event) || isFileField(event.target)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    });
  }
}

/**
 * Takes files that are dropped anywhere on the page while `part` is on the screen and no dialog over it. Gives whether some
 * are being dragged over it.
 */
export function useDroppedFiles(
  part: RefObject<HTMLElement | null>,
  onFiles: (files: readonly File[]) => void,
): boolean {
  const [isDragged, setIsDragged] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    /** Something of the page itself is dragged: browsers make a file of each picture. */
    let isOwn = false;
    const noteOwn = ({ type }: Event) => {
      isOwn = type === "dragstart";
    };
    const hear = (event: DragEvent) => {
      const isTaken = !isOwn && isFree(part.current) && !isFileField(event.target);
      if (!event.dataTransfer || !isTaken || !hasFiles(event)) return setIsDragged(false);
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setIsDragged(event.type !== "drop");
      if (event.type === "drop") take.current(filesOf(event.dataTransfer));
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      // Between two elements of the page it goes on
      if (relatedTarget === null) setIsDragged(false);
    };
    for (const type of OF_OWN) document.addEventListener(type, noteOwn);
    for (const type of ["dragenter", "dragover", "drop"] as const) document.addEventListener(type, hear);
    document.addEventListener("dragleave", leave);
    return () => {
      for (const type of OF_OWN) document.removeEventListener(type, noteOwn);
      for (const type of ["dragenter", "dragover", "drop"] as const) document.removeEventListener(type, hear);
      document.removeEventListener("dragleave", leave);
    };
  }, [part]);
  return isDragged;
}

/**
 * A folder is there as a file that nothing can be read of: said to be a folder, it is refused by its kind. Of very many, one
 * beyond what a message takes is enough to say so: each that is refused must be put away by hand.
 */
function filesOf({ items, files }: DataTransfer): readonly File[] {
  const entries = [...items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry());
  return [...files]
    .slice(0, MAX_FILES + 1)
    .map((file, index) =>
      entries[index]?.isDirectory ? new File([file.name], `${file.name}/`, { type: "inode/directory" }) : file,
    );
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") === true;
}

function isFree(part: HTMLElement | null): boolean {
  return part !== null && part.closest("[hidden]") === null && document.querySelector("dialog[open]") === null;
}

function isFileField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input[type=file]");
}
