// What a bot is given: its name, its time, and after how much silence what it leads is closed.
import type { Bot, BotTimes } from "../../../live/webhook_requests";
import { duration } from "../../../texts/time";
import { Field, Select } from "../fields";
import { usePrivacyTexts } from "../words";

/** How long a bot may have; by command any number up to 60. */
const SECONDS: readonly number[] = [5, 10, 15, 20, 30, 60];

/** After how much silence what a bot leads is closed: an hour, a day and so on; by command any number up to a week. */
const MINUTES: readonly number[] = [30, 60, 180, 720, 1440, 4320, 10080];

export interface BotFieldsProps {
  readonly value: Bot;
  readonly onChange: (value: Bot) => void;
}

export function BotFields({ value, onChange }: BotFieldsProps) {
  const words = usePrivacyTexts().webhooks;
  return (
    <>
      <Field
        label={words.botName}
        hint={words.botHint}
        value={value.name}
        maxlength={60}
        required
        onInput={(name) => onChange({ ...value, name })}
      />
      <BotTimesFields value={value} onChange={(times) => onChange({ ...value, ...times })} />
    </>
  );
}

export interface BotTimesFieldsProps {
  readonly value: BotTimes;
  readonly onChange: (value: BotTimes) => void;
}

/** The same without the name, which a bot keeps. */
export function BotTimesFields({ value, onChange }: BotTimesFieldsProps) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const minutes = value.close_after_min;
  return (
    <>
      <Select
        label={words.answerWithin}
        value={String(value.answer_within_s)}
        options={among(SECONDS, value.answer_within_s).map((one) => [String(one), words.seconds(one)])}
        onChange={(now) => onChange({ ...value, answer_within_s: Number(now) })}
      />
      <Select
        label={words.closeAfter}
        value={String(minutes ?? "")}
        options={[
          ["", words.closeNever],
          ...among(MINUTES, minutes).map((one) => [String(one), duration(texts, one * 60)] as const),
        ]}
        onChange={(now) => onChange({ ...value, close_after_min: now ? Number(now) : null })}
      />
    </>
  );
}

/** With the number that was chosen by command. */
function among(offered: readonly number[], own: number | null): readonly number[] {
  return own === null || offered.includes(own) ? offered : [...offered, own].sort((a, b) => a - b);
}
