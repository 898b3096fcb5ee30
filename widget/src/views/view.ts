// What the views are a function of, and what they can ask for.
import type { RefObject } from "preact";
import type { Parts } from "../parts";
import type { ChatState } from "../state";
import type { Texts } from "../texts/texts";

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
  /** What is being written; kept while the window is closed. */
  readonly draft: string;
  readonly isOpen: boolean;
  /** Whether the window covers the page: then the page behind it is out of reach. */
  readonly isModal: boolean;
  readonly isDark: boolean;
  /** Whether the reader sees the end of the thread. */
  readonly isFollowing: boolean;
  readonly unread: number;
  readonly act: Actions;
  readonly part: Parts;
}

export interface Actions {
  readonly frame: RefObject<HTMLElement | null>;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  attachLog(log: HTMLElement | null): void;
  close(): void;
  write(draft: string): void;
  tick(documentId: string, isTicked: boolean): void;
  withdrawConsents(): void;
  send(body: string): void;
  retry(echoId: string): void;
  /** Takes a failed message back into the field. */
  edit(echoId: string, body: string): void;
  goToEnd(): void;
}
