// The timeline of an incident, oldest first, and what there is to add.
import { addNote, type IncidentCard, type IncidentEvent } from "../../../live/incident_requests";
import { fullWhen } from "../../../texts/time";
import { useDeed } from "../../use_deed";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";
import { peopleOf } from "./counting";
import { TextField, typed } from "./fields";
import type { PartProps } from "./incident_page";
import { IncidentProblem } from "./incident_problem";

export interface TimelineProps extends PartProps {
  readonly card: IncidentCard;
}

export function Timeline({ card, onChanged }: TimelineProps) {
  const texts = usePrivacyTexts();
  return (
    <>
      <ol class="incident__timeline">
        {card.events.map((event) => (
          <li key={event.ordinal}>
            <p class="incident__what">{eventWords(texts, event)}</p>
            <p class="form__hint">
              {fullWhen(texts, new Date(event.at))}, {event.actor_name || texts.incidents.server}
            </p>
          </li>
        ))}
      </ol>
      {card.incident.closed_at === null && (
        // A note that was added empties the form
        <NoteForm key={card.events.length} id={card.incident.id} onChanged={onChanged} />
      )}
    </>
  );
}

function NoteForm({ id, onChanged }: PartProps & { readonly id: string }) {
  const words = usePrivacyTexts().incidents;
  const deed = useDeed();

  function add(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void deed.run(
      () => addNote(id, typed(form, "note")),
      () => onChanged(""),
    );
  }

  return (
    <form class="form incident__form" onSubmit={add}>
      <TextField name="note" label={words.note} required />
      <IncidentProblem failure={deed.failure} />
      <div class="form__actions">
        <button class="button" type="submit" aria-disabled={deed.busy}>
          {words.addNote}
        </button>
      </div>
    </form>
  );
}

function eventWords(texts: PrivacyTexts, event: IncidentEvent): string {
  const words = texts.incidents.events;
  const when = (at: string) => fullWhen(texts, new Date(at));
  switch (event.kind) {
    case "opened":
      return words.opened;
    case "noted":
      return event.note;
    case "closed":
      return words.closed(event.note);
    case "described": {
      const fields = event.details.fields.map((name) => texts.incidents.fields[name]).join(", ");
      const before = event.details.discovered_at_before;
      return [words.described(fields), before && words.discoveredBefore(when(before))].filter(Boolean).join(". ");
    }
    case "counted":
      return words.counted(peopleOf(texts, event.details));
    case "first_notice":
    case "second_notice":
      return words[event.kind](when(event.details.sent_at), event.details.number);
    case "alarm": {
      const { kind, notice } = event.details;
      return notice ? `${words.alarm[kind]} (${texts.incidents.columns[notice]})` : words.alarm[kind];
    }
    default:
      return event satisfies never;
  }
}
