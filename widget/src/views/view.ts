// What the views are a function of, and what they can ask for.
import type { RefObject } from "preact";
import type { FormOfPage, Look, PageCall } from "../host";
import type { Parts } from "../parts";
import type { Bubble } from "../passages";
import type { ChatState } from "../state";
import type { Texts } from "../texts/texts";
import type { About, FileRef } from "../visitor.gen";

export interface View {
  /** Of the server: where the pages of the documents are. */
  readonly origin: string;
  readonly state: ChatState;
  readonly texts: Texts;
  /** The server's time. */
  readonly nowMs: number;
  /** From when on somebody should be there; NaN where it is not known, or is now. */
  readonly opensAtMs: number;
  /** In the header, where nobody answers yet; the site's name where it is empty. */
  readonly title: string | undefined;
  /** What newcomers are asked. */
  readonly form: FormOfPage | undefined;
  /** Another number where anything may have changed but what is being written, and whether the window is open. */
  readonly edition: number;
  /** What is being written; kept while the window is closed. */
  readonly draft: string;
  readonly isOpen: boolean;
  /** Whether the window covers the page: then the page behind it is out of reach. */
  readonly isModal: boolean;
  readonly isDark: boolean;
  /** Whether the reader sees the end of the thread. */
  readonly isFollowing: boolean;
  readonly unread: number;
  /** What files the visitor may send. */
  readonly takes: Look["files"];
  /** The message whose files a part is to draw. */
  readonly bubble?: Bubble;
  readonly act: Actions;
  readonly part: Parts;
}

export interface Actions {
  readonly frame: RefObject<HTMLElement | null>;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** What goes with the next message; null: it is not all there yet. */
  attached?: readonly FileRef[] | null | undefined;
  /** What the page has told of the visitor and the part for it has not taken yet; another list once they are forgotten. */
  told: PageCall[];
  attachLog(log: HTMLElement | null): void;
  close(): void;
  write(draft: string): void;
  tick(documentId: string, isTicked: boolean): void;
  withdrawConsents(): void;
  send(body: string, about: About | null): void;
  retry(echoId: string): void;
  /** Takes a failed message back into the field. */
  edit(echoId: string, body: string): void;
  goToEnd(): void;
}
