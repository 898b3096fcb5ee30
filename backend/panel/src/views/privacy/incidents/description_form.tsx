// What is written on the card: a form while the incident is open, plain text afterwards.
import { useRef } from "preact/hooks";
import {
  type Affected,
  type Description,
  describeIncident,
  type Incident,
  type IncidentKind,
  KINDS,
} from "../../../live/incident_requests";
import { fullWhen } from "../../../texts/time";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { CategoryBoxes, ChoiceField, LineField, TextField, TimeField, typed } from "./fields";
import type { PartProps } from "./incident_page";
import { IncidentProblem } from "./incident_problem";
import { fromInput, toInput } from "./times";

const PERIOD = ["occurred_from", "occurred_to"] as const;
const TIMES = ["discovered_at", ...PERIOD] as const;
const TEXTS = ["cause", "harm", "measures", "results", "culprits", "contact"] as const;

export interface DescriptionFormProps extends PartProps {
  readonly incident: Incident;
}

export function DescriptionForm({ incident, onChanged }: DescriptionFormProps) {
  const words = usePrivacyTexts().incidents;
  const deed = useDeed();
  const base = useBase(incident);
  if (incident.closed_at !== null) return <Written incident={incident} />;

  function save(event: SubmitEvent) {
    event.preventDefault();
    const description = descriptionOf(new FormData(event.currentTarget as HTMLFormElement), base.incident);
    void deed.run(
      () => describeIncident(incident.id, base.incident.version, description),
      () => {
        base.adoptNext();
        onChanged(words.saved);
      },
    );
  }

  return (
    <form class="form incident__form" onSubmit={save}>
      <LineField name="title" label={words.fields.title} value={incident.title} required />
      <TextField
        name="happened"
        label={words.fields.happened}
        value={incident.happened}
        hint={words.hints.happened}
        required
      />
      <ChoiceField
        name="kind"
        label={words.fields.kind}
        value={incident.kind}
        options={KINDS.map((one) => [one, words.kinds[one]])}
      />
      <TimeField
        name="discovered_at"
        label={words.fields.discovered_at}
        value={toInput(incident.discovered_at)}
        hint={words.hints.discovered_at}
        required
      />
      <div class="incident__times">
        {PERIOD.map((name) => (
          <TimeField key={name} name={name} label={words.fields[name]} value={toInput(incident[name])} />
        ))}
      </div>
      <CategoryBoxes ticked={incident.categories} />
      {TEXTS.map((name) => (
        <TextField
          key={name}
          name={name}
          label={words.fields[name]}
          value={incident[name]}
          hint={name === "contact" ? words.hints.contact : ""}
        />
      ))}
      <IncidentProblem failure={deed.failure} />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {words.save}
        </button>
      </div>
    </form>
  );
}

/**
 * The card that what is typed here is based on. A notice that was marked or a count leaves it as it is, and the form too; what
 * somebody else has written is not taken over, so that saving is refused instead of undoing theirs.
 */
function useBase(incident: Incident): { readonly incident: Incident; readonly adoptNext: () => void } {
  const base = useRef(incident);
  const isAdopting = useRef(false);
  if (
    incident.version !== base.current.version &&
    (isAdopting.current || contentOf(incident) === contentOf(base.current))
  ) {
    base.current = incident;
    isAdopting.current = false;
  }
  return {
    incident: base.current,
    adoptNext: () => {
      isAdopting.current = true;
    },
  };
}

function contentOf(incident: Incident): string {
  return JSON.stringify([
    incident.title,
    incident.happened,
    incident.kind,
    incident.categories,
    ...TIMES.map((name) => incident[name]),
    ...TEXTS.map((name) => incident[name]),
  ]);
}

function descriptionOf(form: FormData, before: Incident): Description {
  return {
    title: typed(form, "title"),
    happened: typed(form, "happened"),
    kind: typed(form, "kind") as IncidentKind,
    discovered_at: fromInput(typed(form, "discovered_at"), before.discovered_at),
    occurred_from: fromInput(typed(form, "occurred_from"), before.occurred_from),
    occurred_to: fromInput(typed(form, "occurred_to"), before.occurred_to),
    categories: form.getAll("categories") as Affected[],
    cause: typed(form, "cause"),
    harm: typed(form, "harm"),
    measures: typed(form, "measures"),
    results: typed(form, "results"),
    culprits: typed(form, "culprits"),
    contact: typed(form, "contact"),
  };
}

function Written({ incident }: { readonly incident: Incident }) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const rows: [string, string][] = [
    [words.fields.happened, incident.happened],
    ...TIMES.map((name): [string, string] => {
      const at = incident[name];
      return [words.fields[name], at ? fullWhen(texts, new Date(at)) : ""];
    }),
    [words.fields.categories, incident.categories.map((one) => words.categories[one]).join(", ")],
    ...TEXTS.map((name): [string, string] => [words.fields[name], incident[name]]),
  ];
  return (
    <dl class="incident__written">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || "—"}</dd>
        </div>
      ))}
    </dl>
  );
}
