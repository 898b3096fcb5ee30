// A message that answers another one: whose words those are and how they begin, and below them the message itself.
import type { Part, Stage } from "../parts";
import { saidNow } from "../said";
import { adoptStyles } from "../sheets";
import styles from "../styles/quotes.css";
import { QUOTE as WORDS } from "../texts/language";
import { linked } from "../views/linked";

const BEGINNING_CHARS = 120;

export function create({ host }: Stage): Part {
  adoptStyles(host.root, styles);
  return (view) => {
    const { bubble, texts, state } = view;
    if (!bubble?.quote || bubble.progress === "failed") return null;
    const { body, files, isEdited } = bubble;
    const { entries } = state.timeline;
    const found = entries.find(({ seq }) => seq === bubble.quote);
    const quoted = found?.type === "message_posted" ? found : null;
    const said = quoted && (saidNow(entries).get(quoted.seq) ?? quoted.body);
    const name = quoted && (quoted.author.kind === "visitor" ? texts.you : quoted.author.name || texts.operator);
    return (
      <>
        <p class="quoted" dir="auto">
          <span class="hidden">{WORDS.to} </span>
          {name && <b>{name}</b>} {quoted ? beginningOf(said ?? "") || texts.erased : WORDS.earlier}
        </p>
        {(files && view.part("files")?.(view)) || (
          <p class="bubble">
            {body || files ? linked(body) : <em>{texts.erased}</em>}
            {body && isEdited && <small> {texts.edited}</small>}
          </p>
        )}
      </>
    );
  };
}

function beginningOf(body: string): string {
  const chars = [...body.replace(/\s+/g, " ")];
  return chars.length > BEGINNING_CHARS ? `${chars.slice(0, BEGINNING_CHARS).join("")}…` : chars.join("");
}
