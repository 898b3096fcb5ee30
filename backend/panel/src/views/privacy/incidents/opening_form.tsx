// A new incident: what is known in the first minutes. Its clocks run from the discovery.
import { useEffect, useRef } from "preact/hooks";
import { type IncidentKind, KINDS, type Named, openIncident } from "../../../live/incident_requests";
import { Section } from "../../page";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { ChoiceField, LineField, TextField, TimeField, typed } from "./fields";
import { IncidentProblem } from "./incident_problem";
import { fromInput } from "./times";

export interface OpeningFormProps {
  readonly controllers: readonly Named[];
  readonly onOpened: (id: string) => void;
  readonly onCancel: () => void;
}

export function OpeningForm({ controllers, onOpened, onCancel }: OpeningFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.incidents;
  const deed = useDeed();

  const form = useRef<HTMLFormElement>(null);

  // The button that led here is gone: the focus goes on in the form
  useEffect(() => form.current?.querySelector<HTMLElement>("select, input")?.focus(), []);

  function open(event: SubmitEvent) {
    event.preventDefault();
    const typedIn = new FormData(event.currentTarget as HTMLFormElement);
    void deed.run(
      () =>
        openIncident({
          title: typed(typedIn, "title"),
          happened: typed(typedIn, "happened"),
          kind: typed(typedIn, "kind") as IncidentKind,
          discovered_at: fromInput(typed(typedIn, "discovered_at")),
          controller_id: typed(typedIn, "controller_id") || controllers[0]?.id || null,
        }),
      ({ id }) => onOpened(id),
    );
  }

  return (
    <Section title={words.open}>
      <form class="form incident__form" ref={form} onSubmit={open}>
        <IncidentProblem failure={deed.failure} />
        {controllers.length > 1 && (
          <ChoiceField
            name="controller_id"
            label={words.controller}
            options={controllers.map(({ id, name }) => [id, name || words.unnamed] as const)}
          />
        )}
        <LineField name="title" label={words.fields.title} required />
        <TextField name="happened" label={words.fields.happened} hint={words.hints.happened} required />
        <ChoiceField name="kind" label={words.fields.kind} options={KINDS.map((one) => [one, words.kinds[one]])} />
        <TimeField
          name="discovered_at"
          label={words.fields.discovered_at}
          hint={`${words.hints.discovered_at} ${words.hints.emptyIsNow}`}
        />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
            {words.start}
          </button>
          <button class="button" type="button" onClick={onCancel}>
            {texts.pages.cancel}
          </button>
        </div>
      </form>
    </Section>
  );
}
