// What is said to a visitor whom nobody answers yet: whom they write to, which place they have, when answers usually come.
import type { Part, Stage } from "../parts";
import { adoptStyles } from "../sheets";
import styles from "../styles/reception.css";
import { RECEPTION as WORDS } from "../texts/language";
import type { View } from "../views/view";

/** Stands in the composer's form, so that the browser itself asks for a choice that must be made. */
export function create({ host, client }: Stage): Part {
  adoptStyles(host.root, styles);
  return ({ state }) => (
    <div class="reception">
      {choosesDepartment(state) && <Departments state={state} onChoose={client.chooseDepartment} />}
      <p class="waits" role="status">
        {waitingWords(state)}
      </p>
    </div>
  );
}

type State = View["state"];

/** Before the first message, and before the one that opens a closed conversation again. */
function choosesDepartment({ conversation, outbox, site }: State): boolean {
  return conversation?.status !== "open" && !outbox.length && (site?.departments ?? []).length > 0;
}

function Departments({ state, onChoose }: { readonly state: State; readonly onChoose: (id: string) => void }) {
  const { site, department } = state;
  const offered = site?.departments ?? [];
  const wish = department.trim().toLowerCase();
  const chosen = offered.find(({ id, name }) => id === wish || name.toLowerCase() === wish);
  const isRequired = site?.department_required ?? false;
  // Where nobody at all is there, it is said once for all.
  const isAway = (online: boolean) => !online && site?.operators_online;
  return (
    <fieldset class="departments">
      <legend>{WORDS.choose}</legend>
      {!isRequired && <Chip label={WORDS.any} isChosen={!chosen} onChoose={() => onChoose("")} />}
      {offered.map(({ id, name, online }) => (
        <Chip
          key={id}
          label={name}
          note={isAway(online) ? WORDS.away : undefined}
          isChosen={chosen?.id === id}
          isRequired={isRequired}
          onChoose={() => onChoose(id)}
        />
      ))}
    </fieldset>
  );
}

interface ChipProps {
  readonly label: string;
  readonly note?: string | undefined;
  readonly isChosen: boolean;
  readonly isRequired?: boolean;
  readonly onChoose: () => void;
}

function Chip({ label, note, isChosen, isRequired = false, onChoose }: ChipProps) {
  return (
    <label class="option">
      <input type="radio" name="ryadom-department" checked={isChosen} required={isRequired} onInput={onChoose} />
      <span>
        {label}
        {note && <small> {note}</small>}
      </span>
    </label>
  );
}

/** Nothing where nobody is there: then the window says when somebody will be. */
function waitingWords({ conversation, place, site }: State): string {
  if (!site?.operators_online) return "";
  const isWaiting = conversation?.status === "open" && place !== null;
  const answers = WORDS.answersIn[site.answers_in_s ?? 0] ?? "";
  return [isWaiting ? WORDS.place(place) : "", answers].join(" ").trim();
}
