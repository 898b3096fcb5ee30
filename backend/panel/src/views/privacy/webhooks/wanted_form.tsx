// Has a webhook told of something else, or a bot answer otherwise.
import { useId, useState } from "preact/hooks";
import {
  type BotTimes,
  changeWebhook,
  fetchWebhooks,
  type Wanted,
  type Webhook,
  type Webhooks,
} from "../../../live/webhook_requests";
import { duration } from "../../../texts/time";
import { type Clash, Conflict, isOverruling } from "../../conflict";
import { Section } from "../../page";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import { clashesBetween, type Line } from "../changed_over";
import { type PrivacyTexts, usePrivacyTexts } from "../words";
import { BotTimesFields } from "./bot_fields";
import { differing } from "./differing";
import { Refusal } from "./refusal";
import { lackOf, WantedFields } from "./wanted_fields";

export interface WantedFormProps {
  readonly webhook: Webhook;
  readonly known: Webhooks;
  readonly onSaved: () => void;
  /** It is to be shown anew as somebody else has changed it. */
  readonly onOutdated: () => void;
  readonly onCancel: () => void;
}

export function WantedForm({ webhook, known, onSaved, onOutdated, onCancel }: WantedFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const id = useId();
  const deed = useDeed();
  const place = known.places.find((one) => one.id === webhook.controller_id);
  // As it was opened: what a colleague changes meanwhile is not undone.
  const [before] = useState(() => beginningOf(webhook));
  const [wanted, setWanted] = useState<Wanted>({
    ...before.wanted,
    // Who may not give all sites chooses some of them
    site_ids: before.wanted.site_ids ?? (place?.may_give_all ? null : []),
  });
  const [bot, setBot] = useState(before.bot);
  const [missing, setMissing] = useState<"events" | "site_ids" | null>(null);

  const overruled = useOverruled(async () =>
    oneOf(await fetchWebhooks(), ({ webhooks }) => webhooks.find(({ id }) => id === webhook.id), "webhook_unknown"),
  );

  function save(over: Beginning) {
    const lacks = lackOf(wanted, bot !== null);
    setMissing(lacks);
    if (lacks) return;
    const times = before.bot && bot ? differing(before.bot, bot) : {};
    const changed = { ...differing(before.wanted, wanted), ...(Object.keys(times).length > 0 && { bot: times }) };
    // Also where it is nothing: whoever saves it looks after it from then on.
    void deed.run(
      () => overruled.send(() => changeWebhook(webhook.id, changed, { ...over.wanted, bot: over.bot })),
      onSaved,
    );
  }

  function clashesWith(now: Beginning): Clash[] {
    const times = before.bot && bot ? differing(before.bot, bot) : {};
    return [
      ...(now.bot ? clashesBetween(toldTimes(texts, now.bot), toldTimes(texts, { ...now.bot, ...times })) : []),
      ...clashesOf(texts, known, differing(before.wanted, wanted), now.wanted),
    ];
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    save(before);
  }

  return (
    <Section title={bot ? words.botChangeTitle : words.changeTitle}>
      <form class="form outgoing__form webhook__form" onSubmit={submit}>
        {bot && <BotTimesFields value={bot} onChange={setBot} />}
        <WantedFields known={known} place={place} value={wanted} onChange={setWanted} isBot={bot !== null} />
        <p class="form__hint">{bot ? words.botChangeHint : words.changeHint}</p>
        {webhook.looked_after_by && <p class="form__hint">{words.keptUntilSaved(webhook.looked_after_by.name)}</p>}
        {overruled.now && (
          <Conflict
            failure={deed.failure}
            busy={deed.busy}
            clashes={clashesWith(beginningOf(overruled.now))}
            onKeep={() => overruled.now && save(beginningOf(overruled.now))}
            onTake={onOutdated}
          />
        )}
        <Refusal
          id={`${id}-problem`}
          missing={missing && words.wrong[missing]}
          failure={isOverruling(deed.failure) ? null : deed.failure}
        />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
            {texts.pages.save}
          </button>
          <button class="button button--quiet" type="button" onClick={onCancel}>
            {texts.pages.cancel}
          </button>
        </div>
      </form>
    </Section>
  );
}

/** Of what was changed, but the times of a bot. */
function clashesOf({ webhooks: words }: PrivacyTexts, known: Webhooks, mine: Partial<Wanted>, theirs: Wanted): Clash[] {
  const sites = new Map(known.places.flatMap((place) => place.sites.map(({ id, name }) => [id, name] as const)));
  const said = ({ events, data, site_ids }: Partial<Wanted>) => ({
    events:
      events &&
      [...events]
        .sort()
        .map((one) => words.eventNames[one] ?? one)
        .join(", "),
    data: data && words.levels[data],
    site_ids:
      site_ids === null
        ? words.all
        : site_ids
            ?.map((id) => sites.get(id) ?? id)
            .sort()
            .join(", "),
  });
  const [own, now] = [said(mine), said(theirs)];
  const names = { events: words.events, data: words.level, site_ids: words.sites };
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((name) => {
    const [ours, there] = [own[name], now[name]];
    return ours === undefined || ours === there ? [] : [{ name: names[name], theirs: there ?? "", mine: ours }];
  });
}

function toldTimes(texts: PrivacyTexts, { answer_within_s, close_after_min }: BotTimes): Line[] {
  const { webhooks: words } = texts;
  const silence = close_after_min === null ? words.closeNever : duration(texts, close_after_min * 60);
  return [
    [words.answerWithin, words.seconds(answer_within_s)],
    [words.closeAfter, silence],
  ];
}

interface Beginning {
  readonly wanted: Wanted;
  readonly bot: BotTimes | null;
}

function beginningOf(webhook: Webhook): Beginning {
  const isBot = webhook.bot !== null;
  return {
    wanted: {
      events: isBot ? [] : webhook.events,
      data: webhook.data,
      site_ids: webhook.is_for_all ? null : webhook.site_ids,
    },
    bot: isBot ? { answer_within_s: webhook.answer_within_s ?? 0, close_after_min: webhook.close_after_min } : null,
  };
}
