// A copy of the conversation by mail: the visitor gives an address in the menu, and is told what became of it.
import type { Part, Stage } from "../parts";
import { adoptStyles } from "../sheets";
import copyStyles from "../styles/copy.css";
import { COPY as WORDS } from "../texts/language";
import { randomUuid } from "../uuid";
import type { View } from "../views/view";

/** What the server wrote down of the form that newcomers fill in: see `ryadom.core.introductions`. */
const SAID_EMAIL = /^(?:Почта|E-mail): (\S+@\S+)$/m;

/** The form, and what is said under it. */
export function create({ host, client, redraw }: Stage): Part {
  /** Of the wish that is under way. */
  let wishId: string | null = null;
  let isDone = false;
  let said = "";
  let email: string | null = null;
  adoptStyles(host.root, copyStyles);
  client.listen((event) => {
    // What was asked before the connection was lost is not answered any more. Asked again it has another number, and a limit.
    if (event.type === "welcome" && wishId) settle(WORDS.failed);
    if (!wishId || !("echo_id" in event) || event.echo_id !== wishId) return;
    if (event.type === "copy_sent") {
      isDone = true;
      settle(WORDS.sent(event.email));
    } else if (event.type === "error") settle(refusalOf(event.code));
  });

  function settle(words: string): void {
    wishId = null;
    said = words;
    redraw();
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (wishId) return;
    const { value } = (event.currentTarget as HTMLFormElement).elements.namedItem("email") as HTMLInputElement;
    email = value;
    isDone = false;
    const echo_id = randomUuid();
    const isSaid = client.command({ type: "send_copy", echo_id, email });
    settle(isSaid ? WORDS.sending : WORDS.offline);
    if (isSaid) wishId = echo_id;
  }

  return (view) => (
    <form class="mailing" onSubmit={submit}>
      <label>
        {WORDS.email}
        <input
          name="email"
          type="email"
          autocomplete="email"
          maxlength={254}
          required
          defaultValue={email ?? saidEmail(view)}
        />
      </label>
      <button type="submit" class={isDone ? "" : "post"}>
        {WORDS.send}
      </button>
      <p role="status">{said}</p>
    </form>
  );
}

/** The address that the visitor has written into the form, where the conversation still shows it. */
function saidEmail({ state }: View): string {
  for (const entry of state.timeline.entries) {
    const found = entry.type === "message_posted" && entry.author.kind === "visitor" && SAID_EMAIL.exec(entry.body);
    if (found) return found[1] ?? "";
  }
  return "";
}

function refusalOf(code: string): string {
  switch (code) {
    case "bad_body":
      return WORDS.wrong;
    case "too_many_copies":
    case "rate_limited":
      return WORDS.tooMany;
    case "copy_unsuitable":
      return WORDS.refused;
    case "mail_off":
      return WORDS.off;
    default:
      return WORDS.failed;
  }
}
