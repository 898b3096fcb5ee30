// Words beside the launcher that ask the visitor in, with a way in and a way to be left alone: by a rule, or by an operator.
import { INVITATION } from "./texts/language";

export interface Place {
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  readonly isDark: boolean;
}

export interface Answers {
  accept(): void;
  dismiss(): void;
}

/** Whether something asks the visitor in already: two would lie over each other. */
export function isAskedIn(root: ShadowRoot): boolean {
  return Boolean(root.querySelector(".invitation"));
}

/** Puts the words beside the launcher. Whoever asks takes them away; the caller has adopted `invitation.css`. */
export function askIn({ root, launcher, isDark }: Place, words: string, { accept, dismiss }: Answers): HTMLElement {
  const { left, right, top } = launcher.getBoundingClientRect();
  const isLeft = left < innerWidth - right;
  const bubble = document.createElement("div");
  bubble.className = isDark ? "invitation dark" : "invitation";
  bubble.style.bottom = `${innerHeight - top + 12}px`;
  bubble.style[isLeft ? "left" : "right"] = `${isLeft ? left : innerWidth - right}px`;
  const text = document.createElement("button");
  text.append(words);
  text.onclick = accept;
  const close = document.createElement("button");
  close.className = "dismiss";
  close.setAttribute("aria-label", INVITATION.close);
  close.append("×");
  close.onclick = dismiss;
  bubble.append(text, close);
  root.append(bubble);
  return bubble;
}
