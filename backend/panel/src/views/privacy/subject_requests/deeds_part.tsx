// What the request asks to have done to its people's data: each deed with what it does in words beside it.
import { useState } from "preact/hooks";
import { type Command, packageHref } from "../../../live/subject_request_requests";
import { Section } from "../../page";
import { Field, Select } from "../fields";
import { usePrivacyTexts } from "../words";
import type { PartProps } from "./request_card";

export function DeedsPart({ card, busy, send, onPackage }: PartProps & { readonly onPackage: () => void }) {
  const texts = usePrivacyTexts();
  const words = texts.subjectRequests.deeds;
  const { request, may, people } = card;
  const [done, setDone] = useState("");
  const can = (what: (typeof may)[number]) => may.includes(what);
  const deeds = (["package", "restrict", "lift", "withdraw", "erase", "rectify"] as const).filter(can);
  if (request.closed_at !== null && !can("package")) return null;
  const isAdvertising = request.kind === "objection";
  const isBlocked = people.some((person) => person.blocked_at);
  const isIdentityMissing = request.identity_at === null && !can("answer");

  function run(what: Command) {
    setDone("");
    send(what, () => setDone(words.done));
  }

  function erase() {
    const names = people.map((person) => person.name || person.visitor_id).join(", ");
    if (confirm(words.eraseAsk(names))) run({ type: "erase" });
  }

  return (
    <Section title={words.title}>
      {deeds.length === 0 && <p class="form__hint">{isIdentityMissing ? words.needsIdentity : words.needsPeople}</p>}
      {can("package") && (
        <Deed hint={words.packageHint}>
          {/* The archive is made before the first byte comes; its line in the timeline is there by then */}
          <a class="button" href={packageHref(request.id)} download onClick={() => setTimeout(onPackage, 2_000)}>
            {words.package}
          </a>
        </Deed>
      )}
      {can("restrict") && !isBlocked && (
        <Deed hint={words.restrictHint}>
          <button class="button" type="button" aria-disabled={busy} onClick={() => run({ type: "restrict" })}>
            {words.restrict}
          </button>
        </Deed>
      )}
      {can("lift") && isBlocked && (
        <Deed hint="">
          <button class="button" type="button" aria-disabled={busy} onClick={() => run({ type: "lift" })}>
            {words.lift}
          </button>
        </Deed>
      )}
      {can("withdraw") && (
        <Deed hint={isAdvertising ? words.withdrawAdvertisingHint : words.withdrawAllHint}>
          <button class="button" type="button" aria-disabled={busy} onClick={() => run({ type: "withdraw" })}>
            {isAdvertising ? words.withdrawAdvertising : words.withdrawAll}
          </button>
        </Deed>
      )}
      {can("rectify") && <RectifyForm card={card} busy={busy} send={run} />}
      {can("erase") && (
        <Deed hint={words.eraseHint}>
          <button class="button button--danger" type="button" aria-disabled={busy} onClick={erase}>
            {words.erase}
          </button>
        </Deed>
      )}
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
    </Section>
  );
}

function Deed({ hint, children }: { readonly hint: string; readonly children: preact.ComponentChildren }) {
  return (
    <div class="deed">
      {children}
      {hint && <p class="form__hint">{hint}</p>}
    </div>
  );
}

function RectifyForm({ card, busy, send }: PartProps) {
  const words = usePrivacyTexts().subjectRequests;
  const [visitorId, setVisitorId] = useState(card.people[0]?.visitor_id ?? "");
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const person = card.people.find((one) => one.visitor_id === visitorId) ?? card.people[0];
  if (!person) return null;
  return (
    <form
      class="form deed"
      onSubmit={(event) => {
        event.preventDefault();
        send({ type: "rectify", site_id: person.site_id, visitor_id: person.visitor_id, name, note });
      }}
    >
      {card.people.length > 1 && (
        <Select
          label={words.deeds.rectifyPerson}
          value={person.visitor_id}
          options={card.people.map((one) => [one.visitor_id, one.name || one.visitor_id] as const)}
          onChange={setVisitorId}
        />
      )}
      <Field label={words.deeds.rectifyName} value={name} onInput={setName} maxlength={200} />
      <Field label={words.deeds.rectifyNote} value={note} onInput={setNote} maxlength={2_000} rows={2} required />
      <div class="form__actions">
        <button class="button" type="submit" aria-disabled={busy}>
          {words.deeds.rectify}
        </button>
      </div>
    </form>
  );
}
