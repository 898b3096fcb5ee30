// An operator asks the visitor in: their words beside the launcher, once, and above the thread once the chat is open.
//
// They are no message before the visitor answers; then they come as one, in their place, and these here go.
import { askIn } from "../invitation";
import type { Part, Stage } from "../parts";
import { adoptStyles } from "../sheets";
import invitationStyles from "../styles/invitation.css";
import invitedStyles from "../styles/invited.css";
import type { View } from "../views/view";

/** Looks after one invitation at a time: a newer one takes the place of the one before. */
export function create({ host, client, redraw, signal }: Stage): Part {
  const { root, launcher } = host;
  let knownId = "";
  /** The bubble has been accepted, dismissed, or seen by whoever opened the chat otherwise. */
  let isSettled = false;
  let isOver = false;
  let bubble: HTMLElement | null = null;
  let timer = 0;
  // What a screen reader is to say must come into a region that is there already.
  const spoken = document.createElement("output");
  spoken.className = "spoken";
  adoptStyles(root, invitationStyles + invitedStyles);
  root.append(spoken);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    take();
  });

  function take(): void {
    bubble?.remove();
    bubble = null;
    spoken.textContent = "";
  }

  function meet({ invitation_id, expires_in_s }: Invitation): void {
    if (invitation_id === knownId) return;
    knownId = invitation_id;
    isSettled = isOver = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isOver = true;
      redraw();
    }, expires_in_s * 1000) as unknown as number;
    take();
  }

  function ask({ body, operator, invitation_id }: Invitation, isDark: boolean): void {
    // A rule's own words make room: somebody has come who means this visitor.
    root.querySelector(".invitation")?.remove();
    bubble = askIn({ root, launcher, isDark }, operator.name ? `${operator.name}: ${body}` : body, {
      accept: () => launcher.click(),
      dismiss() {
        isOver = true;
        client.command({ type: "dismiss_invitation", invitation_id });
        redraw();
        launcher.focus({ preventScroll: true });
      },
    });
    spoken.textContent = body;
  }

  return ({ state, isOpen, isDark }) => {
    const { invitation, conversation } = state;
    if (!invitation) {
      take();
      return null;
    }
    meet(invitation);
    if (conversation?.status === "open") isOver = true;
    if (isOpen) isSettled = true;
    if (isOver || isSettled) take();
    else if (!bubble && launcher.isConnected) ask(invitation, isDark);
    if (isOver || !isOpen) return null;
    const { operator, body } = invitation;
    return (
      <div class="invited">
        {operator.name && <strong>{operator.name}</strong>}
        <p>{body}</p>
      </div>
    );
  };
}

type Invitation = NonNullable<View["state"]["invitation"]>;
