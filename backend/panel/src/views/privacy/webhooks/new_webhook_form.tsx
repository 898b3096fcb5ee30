// A new webhook: where to, of what, of which sites, and how much.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { addWebhook, type Bot, type MadeWebhook, type Wanted, type Webhooks } from "../../../live/webhook_requests";
import { Section } from "../../page";
import { useDeed } from "../../use_deed";
import { Select } from "../fields";
import { usePrivacyTexts } from "../words";
import { BotFields } from "./bot_fields";
import { Refusal } from "./refusal";
import { lackOf, sitesToBeginWith, WantedFields } from "./wanted_fields";

/** What the server finds wrong with the URL, and with what the register says of its host. */
const OF_URL: readonly (string | null)[] = ["url", "host", "country", "notice_on"];

export interface NewWebhookFormProps {
  /** With at least one place. */
  readonly known: Webhooks;
  readonly onMade: (made: MadeWebhook) => void;
  readonly onCancel: () => void;
}

export function NewWebhookForm({ known, onMade, onCancel }: NewWebhookFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const id = useId();
  const deed = useDeed();
  const field = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState("");
  const [placeId, setPlaceId] = useState(known.places[0]?.id ?? "");
  const place = known.places.find((one) => one.id === placeId);
  const [wanted, setWanted] = useState<Wanted>({
    events: known.events,
    data: "ids",
    site_ids: sitesToBeginWith(place),
  });
  const [isBot, setIsBot] = useState(false);
  const [bot, setBot] = useState<Bot>({ name: "", answer_within_s: 10, close_after_min: null });
  const [missing, setMissing] = useState<"url" | "events" | "site_ids" | null>(null);
  const isUrlWrong =
    missing === "url" || (missing === null && deed.failure !== null && OF_URL.includes(deed.failure.field));

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    // The button that was pressed may be a screen below it
    if (deed.failure && isUrlWrong) field.current?.focus();
  }, [deed.failure]);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const lacks = /^https?:\/\/./.test(url.trim()) ? lackOf(wanted, isBot) : "url";
    setMissing(lacks);
    if (lacks === "url") field.current?.focus();
    if (lacks) return;
    const events = isBot ? [] : wanted.events;
    const webhook = { ...wanted, events, url: url.trim(), controller_id: placeId, bot: isBot ? bot : null };
    void deed.run(() => addWebhook(webhook), onMade);
  }

  return (
    <Section title={words.add}>
      <form class="form outgoing__form webhook__form" noValidate onSubmit={submit}>
        <div class="form__field">
          <label for={id}>{words.url}</label>
          <input
            class="input"
            id={id}
            ref={field}
            type="url"
            inputMode="url"
            maxlength={2_000}
            autocomplete="off"
            spellcheck={false}
            value={url}
            aria-invalid={isUrlWrong}
            aria-describedby={`${id}-hint ${id}-problem`}
            onInput={(event) => setUrl(event.currentTarget.value)}
          />
          <span class="form__hint" id={`${id}-hint`}>
            {words.urlHint}
          </span>
          <Refusal
            id={`${id}-problem`}
            missing={missing === "url" ? words.wrong.url : null}
            failure={isUrlWrong ? deed.failure : null}
          />
        </div>
        {known.places.length > 1 && (
          <Select
            label={words.controller}
            value={placeId}
            options={known.places.map((one) => [one.id, one.name || words.nameless])}
            onChange={(now) => {
              setPlaceId(now);
              setWanted({ ...wanted, site_ids: sitesToBeginWith(known.places.find((one) => one.id === now)) });
            }}
          />
        )}
        <Select<"told" | "bot">
          label={words.kind}
          value={isBot ? "bot" : "told"}
          options={[
            ["told", words.told],
            ["bot", words.answers],
          ]}
          onChange={(now) => {
            setIsBot(now === "bot");
            setWanted({ ...wanted, data: now === "bot" ? "contents" : "ids" });
          }}
        />
        {isBot && <BotFields value={bot} onChange={setBot} />}
        <WantedFields known={known} place={place} value={wanted} onChange={setWanted} isBot={isBot} />
        <Refusal
          id={`${id}-refusal`}
          missing={missing && missing !== "url" ? words.wrong[missing] : null}
          failure={isUrlWrong || missing ? null : deed.failure}
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
