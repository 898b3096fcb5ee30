// A request that came by letter, mail or word of mouth, as an officer writes it down.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Firm, type RequestKind, type RequestSource, writeDown } from "../../../live/subject_request_requests";
import { moscowNoon, moscowToday } from "../../../texts/time";
import { useDeed } from "../../use_deed";
import { DayField, Field, Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { RequestProblem } from "./request_problem";

export const KINDS: readonly RequestKind[] = [
  "access",
  "rectification",
  "restriction",
  "erasure",
  "withdrawal",
  "objection",
];

export interface RequestFormProps {
  readonly firms: readonly Firm[];
  readonly onSaved: (id: string) => void;
  readonly onCancel: () => void;
}

export function RequestForm({ firms, onSaved, onCancel }: RequestFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests;
  const [firmId, setFirmId] = useState(firms[0]?.id ?? "");
  const [siteId, setSiteId] = useState("");
  const [source, setSource] = useState<RequestSource>("email");
  const [kind, setKind] = useState<RequestKind>("access");
  const [name, setName] = useState("");
  const [contact, setContact] = useState("");
  const [text, setText] = useState("");
  const today = moscowToday();
  const [receivedOn, setReceivedOn] = useState(today);
  // One for the form: a second click, or a repeated try, is no second request
  const echoId = useRef(crypto.randomUUID());
  const deed = useDeed();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const sites = firms.find((one) => one.id === firmId)?.sites ?? [];

  useEffect(() => heading.current?.focus(), []);

  function save(event: SubmitEvent) {
    event.preventDefault();
    const request = {
      controller_id: firmId,
      site_id: siteId || null,
      kind,
      source,
      name,
      contact,
      text,
      received_at: receivedOn && receivedOn !== today ? moscowNoon(receivedOn) : null,
      echo_id: echoId.current,
    };
    void deed.run(
      () => writeDown(request),
      (taken) => onSaved(taken.id),
    );
  }

  return (
    <form class="form requests__form" onSubmit={save} aria-labelledby={id}>
      <h2 class="section__title" id={id} tabIndex={-1} ref={heading}>
        {words.form.title}
      </h2>
      <RequestProblem failure={deed.failure} />
      {firms.length > 1 && (
        <Select
          label={words.form.controller}
          value={firmId}
          options={firms.map((one) => [one.id, one.legal_name || words.form.unnamed] as const)}
          onChange={(chosen) => {
            setFirmId(chosen);
            setSiteId("");
          }}
        />
      )}
      <Select
        label={words.form.source}
        value={source}
        options={(["email", "panel"] as const).map((one) => [one, words.sources[one]] as const)}
        onChange={setSource}
      />
      <Select
        label={words.form.kind}
        value={kind}
        options={KINDS.map((one) => [one, words.kinds[one]] as const)}
        onChange={setKind}
      />
      <Select
        label={words.site}
        value={siteId}
        options={[["", words.anySite] as const, ...sites.map((one) => [one.id, one.name] as const)]}
        onChange={setSiteId}
      />
      <DayField
        label={words.form.receivedOn}
        hint={words.form.receivedHint}
        max={today}
        value={receivedOn}
        onInput={setReceivedOn}
      />
      <Field label={words.form.name} value={name} onInput={setName} maxlength={200} required />
      <Field
        label={words.form.contact}
        hint={words.form.contactHint}
        value={contact}
        onInput={setContact}
        maxlength={300}
        required
      />
      <Field
        label={words.form.text}
        hint={words.form.textHint}
        value={text}
        onInput={setText}
        rows={8}
        maxlength={20_000}
        required
      />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {words.form.save}
        </button>
        <button class="button" type="button" onClick={onCancel}>
          {texts.pages.cancel}
        </button>
      </div>
    </form>
  );
}
