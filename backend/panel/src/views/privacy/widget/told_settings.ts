// The settings of a widget as they are told beside somebody else's: each under the name that the form gives it.
import {
  type Day,
  FILE_KINDS,
  FORM_FIELDS,
  LANGUAGES,
  type Rule,
  type WidgetSettings,
  WORDS,
} from "../../../live/site_requests";
import type { Line } from "../changed_over";
import type { PrivacyTexts } from "../words";
import { zoneName } from "../zones";
import { timeOf } from "./hours_fields";

const TICK = "✓";

export function toldSettings({ widget: words, language }: PrivacyTexts, settings: WidgetSettings): Line[] {
  const { form, files, mail, rules, hours } = settings;
  return [
    [words.accent, settings.accent],
    [words.theme, words.themes[settings.theme]],
    [words.side, words.sides[settings.side]],
    [words.offsetX, String(settings.offset_x)],
    [words.offsetY, String(settings.offset_y)],
    ...LANGUAGES.flatMap((one) =>
      WORDS.map((name): Line => [`${words.words[name]} (${words.languages[one]})`, settings[one][name]]),
    ),
    ...words.days.map((day, place): Line => [`${words.hours}: ${day}`, toldDay(words, hours[place])]),
    [words.timeZone, zoneName(settings.time_zone, language)],
    [words.formWhen, words.formTimes[form.when]],
    ...FORM_FIELDS.map((field): Line => [`${words.form}: ${words.formFields[field]}`, words.asked[form[field]]]),
    ...rules.map((rule, place): Line => [words.rule(place + 1), toldRule(words, rule)]),
    [words.filesFromVisitors, ticked(files.from_visitors)],
    [
      words.fileKinds,
      FILE_KINDS.filter((kind) => files.kinds.includes(kind))
        .map((kind) => words.fileKindNames[kind])
        .join("; "),
    ],
    [words.fileSize, String(files.max_mb)],
    [words.asksRating, ticked(settings.asks_rating)],
    [words.showsVisitors, ticked(settings.shows_visitors)],
    [words.asksWork, words.workTimes[settings.asks_work]],
    [words.mailTicks.answers, ticked(mail.answers)],
    [words.mailTicks.copies, ticked(mail.copies)],
    [`${words.mailSubject} (${words.languages.ru})`, mail.subject],
    [`${words.mailSubject} (${words.languages.en})`, mail.subject_en],
    [`${words.mailGreeting} (${words.languages.ru})`, mail.greeting],
    [`${words.mailGreeting} (${words.languages.en})`, mail.greeting_en],
    [words.mailReplyTo, mail.reply_to],
    [words.counter, String(settings.metrica ?? "")],
  ];
}

type Words = PrivacyTexts["widget"];

/** Undefined: there are no hours at all. */
function toldDay(words: Words, day: Day | null | undefined): string {
  if (day === undefined) return "";
  return day ? `${timeOf(day.opens)}–${timeOf(day.closes)}` : words.dayOff;
}

/** What stands in it, with what each is called. */
function toldRule(words: Words, rule: Rule): string {
  const named: readonly Line[] = [
    [words.inviteRu, rule.ru],
    [words.inviteEn, rule.en],
    [words.rulePages, rule.pages],
    [words.device, rule.device === "any" ? "" : words.devices[rule.device]],
    [words.visitors, rule.visitors === "any" ? "" : words.visitorKinds[rule.visitors]],
    [words.campaign, rule.campaign],
    [words.afterS, String(rule.after_s || "")],
    [words.scrolled, String(rule.scrolled_percent || "")],
  ];
  const told = named.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  return [words.deeds[rule.deed], ...told, ...(rule.on_leaving ? [words.onLeaving] : [])].join("; ");
}

function ticked(is: boolean): string {
  return is ? TICK : "";
}
