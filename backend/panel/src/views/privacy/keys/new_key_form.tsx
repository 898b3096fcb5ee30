// A new key: which program, what it may do, on which sites, and for how long.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type KeyPlace, type MadeKey, makeKey } from "../../../live/key_requests";
import type { Failure } from "../../../live/requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { SiteChoice } from "../colleagues/site_choice";
import { Select, Ticks } from "../fields";
import { usePrivacyTexts } from "../words";

const PERIODS = [30, 90, 365, null] as const;
const FOREVER = "forever";

export interface NewKeyFormProps {
  /** At least one. */
  readonly places: readonly KeyPlace[];
  readonly scopes: readonly string[];
  readonly onMade: (name: string, made: MadeKey) => void;
  readonly onCancel: () => void;
}

export function NewKeyForm({ places, scopes, onMade, onCancel }: NewKeyFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.keys;
  const id = useId();
  const deed = useDeed();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(scopes.length === 1 ? scopes : []);
  const [placeId, setPlaceId] = useState(places[0]?.id ?? "");
  const [isForAll, setIsForAll] = useState(false);
  const [siteIds, setSiteIds] = useState<readonly string[]>([]);
  const [days, setDays] = useState<number | null>(365);
  const [missing, setMissing] = useState<string | null>(null);
  const place = places.find((one) => one.id === placeId);
  const sites = place?.sites ?? [];
  const [only] = sites;
  const own = sites.length === 1 && only ? [only.id] : siteIds.filter((one) => sites.some(({ id }) => id === one));
  const takesAll = isForAll && place?.may_give_all === true;

  useEffect(() => field.current?.focus(), []);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const lacks = !name.trim()
      ? "name"
      : chosen.length === 0
        ? "scopes"
        : !takesAll && own.length === 0
          ? "site_ids"
          : null;
    setMissing(lacks);
    if (lacks === "name") field.current?.focus();
    if (lacks) return;
    const wanted = { name: name.trim(), scopes: chosen, controller_id: placeId, site_ids: takesAll ? null : own, days };
    void deed.run(
      () => makeKey(wanted),
      (made) => onMade(wanted.name, made),
    );
  }

  function say({ field }: Failure): string | null {
    return words.wrong[field ?? ""] ?? (field === "controller_id" ? words.partOnly : null);
  }

  return (
    <Section title={words.add}>
      <form class="form" onSubmit={submit}>
        <Problem failure={deed.failure} say={say} />
        <p class={missing ? "form__problem" : "unseen"} role="alert" id={`${id}-missing`}>
          {missing && words.wrong[missing]}
        </p>
        <div class="form__field">
          <label for={id}>{words.name}</label>
          <input
            class="input"
            id={id}
            ref={field}
            type="text"
            maxlength={100}
            autocomplete="off"
            value={name}
            aria-invalid={missing === "name"}
            aria-describedby={`${id}-hint ${id}-missing`}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <span class="form__hint" id={`${id}-hint`}>
            {words.nameHint}
          </span>
        </div>
        <Ticks
          legend={words.for}
          options={scopes.map((one) => [one, words.scopes[one]?.long ?? one])}
          value={chosen}
          onChange={setChosen}
        />
        {places.length > 1 && (
          <Select
            label={words.controller}
            value={placeId}
            options={places.map((one) => [one.id, one.name || words.nameless])}
            onChange={setPlaceId}
          />
        )}
        {place?.may_give_all && (
          <Select
            label={words.sites}
            value={isForAll ? "all" : "some"}
            options={[
              ["some", words.some],
              ["all", words.all],
            ]}
            onChange={(now) => setIsForAll(now === "all")}
          />
        )}
        {!takesAll && (
          <SiteChoice sites={sites} value={own} isUnderHeading={place?.may_give_all === true} onChange={setSiteIds} />
        )}
        <Select
          label={words.days}
          value={String(days ?? FOREVER)}
          options={PERIODS.map((one) => [String(one ?? FOREVER), one === null ? words.forever : words.daysOf(one)])}
          onChange={(now) => setDays(now === FOREVER ? null : Number(now))}
        />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
            {words.make}
          </button>
          <button class="button button--quiet" type="button" onClick={onCancel}>
            {texts.pages.cancel}
          </button>
        </div>
      </form>
    </Section>
  );
}
