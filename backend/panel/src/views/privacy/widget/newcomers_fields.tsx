// Protection from bots: when newcomers' browsers work before the first message, and whether they do now.
import { WORK_TIMES, type WorkTime } from "../../../live/site_requests";
import { fullWhen } from "../../../texts/time";
import { Select, wordsOf } from "../fields";
import { usePrivacyTexts } from "../words";

interface NewcomersFieldsProps {
  readonly asksWork: WorkTime;
  /** Since when it is on because too many newcomers come; null: it is not. */
  readonly attackedSince: string | null;
  readonly onChange: (asksWork: WorkTime) => void;
}

export function NewcomersFields({ asksWork, attackedSince, onChange }: NewcomersFieldsProps) {
  const texts = usePrivacyTexts();
  const words = texts.widget;
  return (
    <div class="form">
      {attackedSince && asksWork === "attack" && (
        <p class="widget__warning" role="status">
          {words.attacked(fullWhen(texts, new Date(attackedSince)))}
        </p>
      )}
      <Select
        label={words.asksWork}
        value={asksWork}
        options={wordsOf(WORK_TIMES, words.workTimes)}
        onChange={onChange}
      />
      <p class="form__hint">{words.workHint}</p>
    </div>
  );
}
