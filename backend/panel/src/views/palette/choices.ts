// What the palette offers beyond the panel's actions: what depends on what is open, and what has no key of its own.

import { formatPrivacyRoute } from "../../route";
import { isSnoozed } from "../../state/folders";
import { unsentOf } from "../../state/outgoing";
import { beginningOf } from "../../state/plain_words";
import { snoozeTimes } from "../../state/snooze_times";
import { textsOf } from "../../texts/languages";
import { choicesEn, choicesRu } from "../../texts/palette_choices";
import type { Texts } from "../../texts/ru";
import { timeToCome } from "../../texts/time";
import type { Desk } from "../actions/desk";
import { type CardPart, goToCard, isCardThere, mayHave } from "./card_parts";
import { messageChoices } from "./message_choices";
import { onPageChoices } from "./on_page";
import { goToSheet } from "./sheet_parts";
import { viewChoices } from "./view_choices";

export type ChoiceTexts = typeof choicesRu;

export interface Choice {
  readonly id: string;
  readonly name: (words: ChoiceTexts, texts: Texts) => string;
  /** Other words that somebody may look for, in any language; never shown. */
  readonly also?: string;
  /** One of many: shown to who looks for it. */
  readonly isSought?: boolean;
  /** Works on pages that cover the conversations too. */
  readonly isEverywhere?: boolean;
  readonly run: () => void;
}

export function choiceTexts(texts: Texts): ChoiceTexts {
  return texts.language === "en" ? choicesEn : choicesRu;
}

/** Only what the role and what is open allow. `seq`: of the message that had the focus; null: the last one is meant. */
export function choicesOf(desk: Desk, seq: number | null, now: Date): readonly Choice[] {
  const { gone } = choiceTexts(textsOf(desk.preferences.language));
  const onGone = () => desk.tell(gone);
  const all = [
    ...leadingChoices(desk, now, onGone),
    ...writingChoices(desk),
    ...messageChoices(desk, seq, now),
    ...cardChoices(desk),
    ...listChoices(desk),
    ...viewChoices(desk, onGone),
    ...onPageChoices(onGone),
  ];
  return desk.isCovered ? all.filter(({ isEverywhere }) => isEverywhere) : all;
}

function leadingChoices(desk: Desk, now: Date, onGone: () => void): readonly Choice[] {
  const { conversation, canAct, me, step } = desk;
  if (!conversation || !canAct) return [];
  const tagIds = conversation.tag_ids ?? [];
  const tags = desk.labels.filter((label) => label.kind === "tag");
  const choices: Choice[] = tags.flatMap(({ id, name, is_archived }) => {
    const isOn = tagIds.includes(id);
    if (is_archived && !isOn) return [];
    return {
      id: `tag_${id}`,
      name: (words) => (isOn ? words.untag(name) : words.tag(name)),
      also: "метка тег tag label",
      isSought: true,
      run: () => step({ kind: "tag", addIds: isOn ? [] : [id], removeIds: isOn ? [id] : [] }),
    };
  });
  if (desk.rights.includes("manage_labels")) {
    choices.push({
      id: "new_tag",
      name: (words) => words.newTag,
      also: "метка тег добавить tag label add",
      run: () => goToSheet("tag", onGone),
    });
  }
  if (conversation.status === "closed") return choices;

  const hand = (id: string, name: string, operatorId: string | null, departmentId: string | null): Choice => ({
    id: `hand_over_${id}`,
    name: (words) => words.handTo(name),
    also: "отдать назначить сотруднику в направление transfer assign department",
    isSought: true,
    run: () => step({ kind: "assign", operatorId, departmentId }),
  });
  const departments = desk.departments.filter(({ id }) => id !== conversation.department?.id);
  const colleagues = desk.colleagues.filter(({ id }) => id !== me && id !== conversation.assignee?.id);
  choices.push(...departments.map(({ id, name }) => hand(id, name, null, id)));
  choices.push(...colleagues.map(({ id, name }) => hand(id, name, id, null)));

  const times = snoozeTimes(now);
  for (const name of ["inAnHour", "thisEvening", "tomorrow", "monday"] as const) {
    const until = times[name];
    if (!until) continue;
    choices.push({
      id: `snooze_${name}`,
      name: (words, texts) => words.snooze(words.until[name], timeToCome(texts, until, now)),
      also: "позже напомнить later remind",
      isSought: true,
      run: () => step({ kind: "snooze", until: until.toISOString() }),
    });
  }
  choices.push({
    id: "snooze_until",
    name: (words) => words.snoozeUntil,
    also: "выбрать время дата позже напомнить later remind date",
    run: () => goToSheet("time", onGone),
  });
  if (isSnoozed(conversation)) {
    choices.push({
      id: "wake",
      name: (words) => words.wake,
      also: "разбудить unsnooze wake",
      run: () => step({ kind: "snooze", until: null }),
    });
  }
  for (const { id, name, kind, is_archived } of desk.labels) {
    if (kind !== "result" || is_archived) continue;
    choices.push({
      id: `close_with_${id}`,
      name: (words) => words.closeWith(name),
      also: "завершить resolve",
      isSought: true,
      run: () => step({ kind: "status", status: "closed", resultId: id }),
    });
  }
  return choices;
}

function writingChoices(desk: Desk): readonly Choice[] {
  const { conversation, canAnswer, isOnline } = desk;
  const choices: Choice[] = [];
  if (conversation && canAnswer && conversation.unread_count > 0 && isOnline) {
    choices.push({ id: "read", name: (words) => words.read, also: "просмотрено seen", run: desk.read });
  }
  if (conversation && canAnswer && desk.takesFiles) {
    choices.push({
      id: "attach",
      name: (words) => words.attach,
      also: "файл документ фото upload photo",
      run: () => inReply(".composer input[type=file]"),
    });
  }
  if (conversation && canAnswer) {
    choices.push(
      {
        id: "choices",
        name: (words) => words.choices,
        also: "кнопки предложить ответы buttons offer answers",
        run: () => inReply(".choices input, .composer__foot button"),
      },
      {
        id: "emoji",
        name: (words) => words.emoji,
        also: "смайлик смайл smile smiley",
        run: () => press(".composer__box [aria-haspopup=dialog]"),
      },
    );
  }
  const refused = [...desk.outgoing.keys()].flatMap((id) =>
    unsentOf(desk.outgoing, id).flatMap((message) => (message.failure === null ? [] : { id, message })),
  );
  if (refused.length > 0) {
    choices.push({
      id: "retry",
      name: (words) => words.retry(refused.length),
      also: "повторить неотправленные сообщения retry unsent failed",
      run: () => {
        for (const { id, message } of refused) desk.retry(id, message.echoId);
      },
    });
  }
  for (const { id, message } of refused) {
    choices.push({
      id: `discard_${message.echoId}`,
      name: (words) => words.discard(beginningOf(message.body || (message.files[0]?.name ?? ""))),
      also: "убрать неотправленное сообщение remove unsent failed",
      isSought: true,
      run: () => desk.discard(id, message),
    });
  }
  return choices;

  /** Answers take files and offer choices, notes do not. What stands beside the answer is there in the next frame. */
  function inReply(selector: string) {
    desk.reply();
    requestAnimationFrame(() => press(selector));
  }
}

function press(selector: string): void {
  const control = document.querySelector<HTMLElement>(selector);
  control?.focus();
  control?.click();
}

function cardChoices(desk: Desk): readonly Choice[] {
  const { conversation, rights } = desk;
  const choices: Choice[] = [];
  const words = choiceTexts(textsOf(desk.preferences.language));
  const goTo = (part: CardPart) => goToCard(desk, part, () => desk.tell(words.noPart));
  if (conversation && rights.includes("edit_cards")) {
    choices.push(
      {
        id: "card_facts",
        name: (words) => words.facts,
        also: "карточка имя телефон почта customer facts phone",
        run: () => goTo("facts"),
      },
      {
        id: "card_note",
        name: (words) => words.customerNote,
        also: "карточка комментарий comment",
        run: () => goTo("notes"),
      },
    );
  }
  if (conversation && mayHave(desk, "history")) {
    choices.push({
      id: "card_history",
      name: (words) => words.history,
      also: "карточка изменения кто менял changes who changed",
      run: () => goTo("history"),
    });
  }
  // A card that is there has an entry for each of them
  if (conversation && rights.includes("reveal_contacts") && !isCardThere(desk)) {
    choices.push({
      id: "card_masked",
      name: (words) => words.masked,
      also: "маска телефон почта контакты reveal unmask contacts",
      run: () => goTo("masked"),
    });
  }
  if (conversation && rights.includes("link_people") && !isCardThere(desk)) {
    choices.push({
      id: "card_people",
      name: (words) => words.people,
      also: "объединить разъединить дубль same person duplicate merge part",
      run: () => goTo("people"),
    });
  }
  if (conversation && rights.includes("ban_visitors")) {
    choices.push({
      id: "ban",
      name: (words) => words.ban,
      also: "заблокировать разблокировать бан спам block unban spam",
      run: () => goTo("ban"),
    });
  }
  return choices;
}

function listChoices(desk: Desk): readonly Choice[] {
  const { wanted, rights, canAnswer, hasSelected, isOnline } = desk;
  const choices: Choice[] = [];
  if (wanted) {
    choices.push(
      {
        id: "reset_filter",
        name: (words) => words.resetFilter,
        also: "очистить снять отбор clear",
        run: () => desk.openWanted(null),
      },
      { id: "save_view", name: (words) => words.saveView, also: "запомнить keep", run: () => desk.showFilter("name") },
    );
  }
  if (hasSelected && isOnline && canAnswer) {
    choices.push({ id: "read_selected", name: (words) => words.readSelected, run: desk.readAll });
  }
  if (hasSelected && isOnline && rights.includes("lead_conversations")) {
    choices.push({
      id: "close_selected",
      name: (words) => words.closeSelected,
      run: () => desk.stepAll({ kind: "status", status: "closed", resultId: null }),
    });
  }
  if (rights.includes("see_visitors") && canAnswer) {
    choices.push({
      id: "invite",
      name: (words) => words.invite,
      also: "позвать посетитель visitor online",
      isEverywhere: true,
      run: () => {
        location.hash = formatPrivacyRoute({ page: "visitors", itemId: null });
      },
    });
  }
  return choices;
}
