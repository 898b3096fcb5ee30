// What is declared of a recipient. The server looks its addresses up before it takes it.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import {
  addRecipient,
  changeRecipient,
  fetchRegisters,
  type Recipient,
  type RecipientTold,
} from "../../../live/register_requests";
import type { DataLevel } from "../../../live/webhook_requests";
import { type Clash, Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import { Select, wordsOf } from "../fields";
import { type PrivacyTexts, usePrivacyTexts } from "../words";

/** From the least on. */
const LEVELS: readonly DataLevel[] = ["ids", "contents", "contents_and_contacts"];

export interface RecipientFormProps {
  readonly controllerId: string;
  /** What is changed; null for a new one. */
  readonly recipient: Recipient | null;
  readonly onSaved: (name: string) => void;
  readonly onCancel: () => void;
}

export function RecipientForm({ controllerId, recipient, onSaved, onCancel }: RecipientFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.register;
  const deed = useDeed();
  const heading = useRef<HTMLHeadingElement>(null);
  const [host, setHost] = useState(recipient?.host ?? "");
  const [port, setPort] = useState(recipient?.port ? String(recipient.port) : "");
  const [name, setName] = useState(recipient?.recipient ?? "");
  const [country, setCountry] = useState(recipient?.country ?? "RU");
  const [registeredIn, setRegisteredIn] = useState(recipient?.registered_in ?? "");
  const [purpose, setPurpose] = useState(recipient?.purpose ?? "");
  const [categories, setCategories] = useState(recipient?.categories ?? "");
  const [noticeOn, setNoticeOn] = useState(recipient?.notice_on ?? "");
  const [isLocal, setIsLocal] = useState(recipient?.is_local ?? false);
  const [mostData, setMostData] = useState<DataLevel>(recipient?.most_data ?? "ids");
  useEffect(() => heading.current?.focus(), []);
  // As it was when the form was opened: what is saved is over this, whatever is loaded meanwhile.
  const [seen, setSeen] = useState(recipient);
  const overruled = useOverruled(async () =>
    oneOf(
      await fetchRegisters(),
      ({ registers }) => registers.flatMap(({ recipients }) => recipients).find(isThis)?.recipient,
      "recipient_unknown",
    ),
  );
  const told: RecipientTold = {
    host,
    port: Number(port || 0),
    recipient: name,
    country: country.trim().toUpperCase(),
    registered_in: registeredIn.trim().toUpperCase(),
    purpose,
    categories,
    notice_on: noticeOn || null,
    is_local: isLocal,
    most_data: mostData,
  };

  function isThis({ recipient: one }: { readonly recipient: Recipient }): boolean {
    return one.controller_id === controllerId && one.host === recipient?.host && one.port === recipient.port;
  }

  function save(over: Recipient | null) {
    void deed.run(
      () =>
        over && seen
          ? overruled.send(() => changeRecipient(controllerId, changedOver(over, told, seen), over))
          : addRecipient(controllerId, told),
      () => onSaved(name.trim()),
    );
  }

  function take(now: Recipient) {
    setSeen(now);
    setName(now.recipient);
    setCountry(now.country);
    setRegisteredIn(now.registered_in ?? "");
    setPurpose(now.purpose);
    setCategories(now.categories);
    setNoticeOn(now.notice_on ?? "");
    setIsLocal(now.is_local);
    setMostData(now.most_data);
    overruled.forget();
    deed.clear();
  }

  const text = (value: string, set: (value: string) => void, options: { max: number; isRequired?: boolean }) => ({
    class: "input",
    value,
    required: options.isRequired ?? true,
    maxLength: options.max,
    onInput: (event: { currentTarget: HTMLInputElement }) => set(event.currentTarget.value),
  });

  return (
    <form
      class="form register__form"
      onSubmit={(event) => {
        event.preventDefault();
        save(seen);
      }}
    >
      <h3 ref={heading} tabIndex={-1}>
        {recipient ? words.editTitle(recipient.recipient) : words.addTitle}
      </h3>
      <Field label={words.recipient}>{(id) => <input id={id} {...text(name, setName, { max: 200 })} />}</Field>
      {recipient === null && (
        <>
          <Field label={words.host} hint={words.hostHint}>
            {(id) => <input id={id} {...text(host, setHost, { max: 253 })} autocomplete="off" />}
          </Field>
          <Field label={words.port} hint={words.portHint}>
            {(id) => (
              <input
                id={id}
                {...text(port, setPort, { max: 5, isRequired: false })}
                inputMode="numeric"
                pattern="[0-9]*"
              />
            )}
          </Field>
        </>
      )}
      <Field label={words.country} hint={words.countryHint}>
        {(id) => <input id={id} {...text(country, setCountry, { max: 2 })} />}
      </Field>
      <Field label={words.registeredIn} hint={words.registeredInHint}>
        {(id) => <input id={id} {...text(registeredIn, setRegisteredIn, { max: 2, isRequired: false })} />}
      </Field>
      <Field label={words.purpose}>{(id) => <input id={id} {...text(purpose, setPurpose, { max: 500 })} />}</Field>
      <Field label={words.categories}>
        {(id) => <input id={id} {...text(categories, setCategories, { max: 500 })} />}
      </Field>
      <Field label={words.notice} hint={words.noticeHint}>
        {(id) => <input id={id} type="date" {...text(noticeOn, setNoticeOn, { max: 10, isRequired: false })} />}
      </Field>
      <label class="check">
        <input type="checkbox" checked={isLocal} onChange={(event) => setIsLocal(event.currentTarget.checked)} />
        <span>{words.isLocal}</span>
      </label>
      <div>
        <Select
          label={words.mostData}
          value={mostData}
          options={wordsOf(LEVELS, texts.webhooks.levels)}
          onChange={setMostData}
        />
        <p class="form__hint">{words.mostDataHint}</p>
      </div>
      {overruled.now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={clashesOf(texts, seen ? changedOver(overruled.now, told, seen) : told, overruled.now)}
          onKeep={() => save(overruled.now)}
          onTake={() => overruled.now && take(overruled.now)}
        />
      )}
      <Problem
        failure={isOverruling(deed.failure) ? null : deed.failure}
        say={({ field }) => (field === null ? null : (words.fields[field] ?? null))}
      />
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {texts.pages.save}
        </button>
        <button class="button" type="button" onClick={onCancel}>
          {texts.pages.cancel}
        </button>
      </div>
    </form>
  );
}

/** What there is, and what was changed since it was seen: the rest is left to whoever else has changed it. */
function changedOver(now: Recipient, told: RecipientTold, seen: Recipient): RecipientTold {
  const [before, there] = [toldOf(seen), toldOf(now)];
  const names = Object.keys(told) as (keyof RecipientTold)[];
  return {
    ...there,
    ...Object.fromEntries(names.flatMap((name) => (told[name] === before[name] ? [] : [[name, told[name]]]))),
  };
}

function toldOf({ controller_id: _, registered_in, ...rest }: Recipient): RecipientTold {
  return { ...rest, registered_in: registered_in ?? "" };
}

function clashesOf(texts: PrivacyTexts, mine: RecipientTold, theirs: Recipient): Clash[] {
  const words = texts.register;
  const names = {
    recipient: words.recipient,
    country: words.country,
    registered_in: words.registeredIn,
    purpose: words.purpose,
    categories: words.categories,
    notice_on: words.notice,
    is_local: words.isLocal,
    most_data: words.mostData,
  };
  const said = (value: string | boolean | null): string => {
    if (typeof value === "boolean") return value ? "✓" : "";
    const level = LEVELS.find((one) => one === value);
    return level ? texts.webhooks.levels[level] : (value ?? "");
  };
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((name) => {
    const [now, own] = [said(theirs[name]), said(mine[name])];
    return now === own ? [] : [{ name: names[name], theirs: now, mine: own }];
  });
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: (id: string) => ComponentChildren;
}

function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div class="form__field">
      <label for={id}>
        {label}
        {hint && <span class="form__hint">{hint}</span>}
      </label>
      {children(id)}
    </div>
  );
}
