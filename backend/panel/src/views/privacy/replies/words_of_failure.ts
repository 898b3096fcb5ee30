// Why a ready reply was not taken, in words.
import type { Failure } from "../../../live/requests";
import type { PrivacyTexts } from "../words";

export function saying({ replies: words }: PrivacyTexts): (failure: Failure) => string | null {
  return ({ code, field }) => {
    if (code === "settings_changed") return words.changedMeanwhile;
    if (code === "reply_unknown") return words.goneMeanwhile;
    if (code !== "bad_body") return null;
    const row = /^rows\[(\d+)\]$/.exec(field ?? "");
    return row ? words.wrongRow(row[1] ?? "") : (words.wrong[field ?? ""] ?? null);
  };
}
