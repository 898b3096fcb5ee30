// Where files that are dropped on the page go: the box that one writes in, which says so while they are dragged.
import type { RefObject } from "preact";
import { adoptStyles } from "../../../../../widget/src/sheets";
import styles from "../../styles/drops.css";
import { useDroppedFiles } from "./use_dropped_files";

adoptStyles(document, styles);

export interface DropPlaceProps {
  /** While it is on the screen they are taken. */
  readonly part: RefObject<HTMLElement | null>;
  readonly hint: string;
  readonly onFiles: (files: readonly File[]) => void;
}

export function DropPlace({ part, hint, onFiles }: DropPlaceProps) {
  const isDragged = useDroppedFiles(part, onFiles);
  return isDragged && <p class="drop-place">{hint}</p>;
}
