// Every action of the panel, said once: the palette, the keys and the list of keys are all made of this table.
//
// A new action is one entry here, and, where it needs something that the desk has not, a member of Desk. What has no key and
// depends on what is open is in palette/choices.ts, which is fetched with the palette. Where each control of the panel is in the
// palette stands in palette/test_places.ts.
import { formatPrivacyRoute } from "../../route";
import { FOLDERS } from "../../state/folders";
import type { Texts } from "../../texts/ru";
import type { Desk } from "./desk";

/**
 * A key by itself, in lower case ("j", "?", "/", "Escape"), or with Ctrl or Cmd ("Mod+k").
 * Single keys and "Mod+z" are heard while nobody writes; "Escape" and the others with Mod always.
 */
export type Key = string;

export interface Action {
  readonly id: string;
  /** Its name in one language, where it stands for itself (without a desk) or is offered now. The palette finds it by both. */
  readonly name: (texts: Texts, desk?: Desk) => string;
  /** Other words that somebody may look for, in any language; never shown. */
  readonly also?: string;
  readonly key?: Key;
  /** Whether it makes sense now; always where there is none. */
  readonly when?: (desk: Desk) => boolean;
  /** Works on pages that cover the conversations too. */
  readonly isEverywhere?: boolean;
  /** Would be of no use in the palette: moves the focus, or opens the palette. */
  readonly isOnlyKey?: boolean;
  /** Whether the palette offers it now, where the key alone says why it can't be done. */
  readonly isOffered?: (desk: Desk) => boolean;
  readonly run: (desk: Desk) => void;
}

const isOpen = ({ conversation }: Desk) => conversation?.status === "open";

const CONVERSATION: readonly Action[] = [
  { id: "next", name: (t) => t.actions.next, key: "j", isOnlyKey: true, run: (desk) => desk.move(1) },
  { id: "previous", name: (t) => t.actions.previous, key: "k", isOnlyKey: true, run: (desk) => desk.move(-1) },
  {
    id: "first_waiting",
    name: (t) => t.actions.firstWaiting,
    also: "следующий из очереди next in queue",
    key: "n",
    run: (desk) => desk.openFirstWaiting(),
  },
  {
    id: "reply",
    name: (t) => t.actions.reply,
    also: "написать сообщение write message answer",
    key: "r",
    when: (desk) => desk.conversation !== null && desk.canAnswer,
    run: (desk) => desk.reply(),
  },
  {
    id: "note",
    name: (t) => t.notes.write,
    also: "комментарий коллегам внутренняя note internal comment mention",
    key: "m",
    when: (desk) => desk.conversation !== null && desk.canAnswer,
    run: (desk) => desk.note(),
  },
  {
    id: "ready_reply",
    name: (t) => t.notes.insertReply,
    also: "шаблон заготовка canned template snippet saved",
    when: (desk) => desk.conversation !== null && desk.canAnswer,
    run: (desk) => desk.offerReplies(),
  },
  {
    id: "take",
    name: (t) => t.thread.take,
    also: "забрать себе назначить assign to me accept",
    key: "a",
    when: (desk) => desk.canAct && isOpen(desk) && !desk.isMine,
    run: (desk) => desk.assign(true),
  },
  {
    id: "requeue",
    name: (t) => t.thread.requeue,
    also: "отдать return unassign",
    when: (desk) => desk.canAct && isOpen(desk) && desk.isMine,
    run: (desk) => desk.assign(false),
  },
  {
    id: "hand_over",
    name: (t) => t.actions.handOver,
    also: "отдать направление сотрудник комментарий transfer assign department comment",
    key: "h",
    when: (desk) => desk.canAct && isOpen(desk),
    run: (desk) => desk.handOver(),
  },
  {
    id: "close",
    name: (t) => t.thread.close,
    also: "завершить закончить resolve finish",
    key: "e",
    when: (desk) => desk.canAct && isOpen(desk),
    run: (desk) => desk.setStatus("closed"),
  },
  {
    id: "reopen",
    name: (t) => t.thread.reopen,
    also: "возобновить",
    key: "e",
    when: (desk) => desk.canAct && desk.conversation?.status === "closed",
    run: (desk) => desk.setStatus("open"),
  },
  {
    id: "more",
    name: (t) => t.actions.more,
    also: "отложить метка тег итог snooze later tag label result",
    key: "z",
    when: (desk) => desk.hasSelected || desk.canAct,
    run: (desk) => desk.showActions(),
  },
  {
    id: "undo",
    name: (t, desk) => (desk?.lastDone ? t.actions.undoDeed(desk.lastDone.what) : t.actions.undo),
    also: "последнее действие вернуть назад last action revert back",
    key: "Mod+z",
    when: (desk) => desk.lastDone !== null,
    isOffered: (desk) => desk.lastDone?.canBeUndone === true,
    run: (desk) => desk.undo(),
  },
  {
    id: "unread",
    name: (t) => t.thread.toUnread,
    also: "новые сообщения first new messages",
    key: "u",
    when: (desk) => desk.toUnread.current !== null,
    run: (desk) => desk.toUnread.current?.(),
  },
  {
    id: "mark_unread",
    name: (t) => t.inbox.markUnread,
    also: "вернуться позже mark unread later",
    key: "b",
    when: (desk) => desk.conversation !== null,
    run: (desk) => desk.markUnread(),
  },
  {
    id: "merge",
    name: (t) => t.inbox.merge,
    also: "слить дубль тот же человек duplicate join same person",
    key: "g",
    when: (desk) => desk.canAct && isOpen(desk),
    run: (desk) => desk.openDialog("merge"),
  },
  {
    id: "select",
    name: (t) => t.actions.select,
    key: "x",
    isOnlyKey: true,
    when: (desk) => desk.canSelect,
    run: (desk) => desk.select(),
  },
  {
    id: "select_all",
    name: (t) => t.actions.selectAll,
    also: "выделить select",
    key: "Mod+a",
    when: (desk) => desk.canSelect,
    run: (desk) => desk.selectAll(),
  },
  {
    id: "card",
    name: (t) => t.thread.card,
    also: "карточка клиент контакты customer contacts",
    when: (desk) => desk.conversation !== null,
    run: (desk) => desk.showCard(),
  },
  {
    id: "send_to_crm",
    name: (t) => t.actions.sendToCrm,
    also: "битрикс24 лид сделка push lead deal bitrix24",
    when: (desk) => desk.canAct,
    run: (desk) => desk.sendToCrm(),
  },
];

const WAYS: readonly Action[] = [
  ...FOLDERS.map(
    (folder): Action => ({
      id: `folder_${folder}`,
      name: (t) => t.actions.folder(t.folders[folder]),
      also: "папка диалоги inbox",
      isEverywhere: true,
      when: (desk) => folder !== "department" || desk.hasDepartment,
      run: (desk) => desk.openFolder(folder),
    }),
  ),
  { id: "search", name: (t) => t.actions.search, also: "найти find", key: "/", run: (desk) => desk.search() },
  {
    id: "filter",
    name: (t) => t.actions.filter,
    also: "отбор сайт оператор метка filter by site tag view",
    key: "f",
    run: (desk) => desk.showFilter(),
  },
  {
    id: "visitors",
    name: (t) => t.pages.visitors,
    key: "v",
    // The palette has it among the pages.
    isOnlyKey: true,
    isEverywhere: true,
    when: ({ rights }) => rights.includes("see_visitors"),
    run: () => {
      location.hash = formatPrivacyRoute({ page: "visitors", itemId: null });
    },
  },
  { id: "back", name: (t) => t.actions.back, key: "Escape", isOnlyKey: true, run: (desk) => desk.goBack() },
];

const PANEL: readonly Action[] = [
  {
    id: "palette",
    name: (t) => t.actions.palette,
    key: "Mod+k",
    isEverywhere: true,
    isOnlyKey: true,
    run: (desk) => desk.openDialog("palette"),
  },
  {
    id: "help",
    name: (t) => t.actions.help,
    also: "горячие сочетания справка hotkeys shortcuts help",
    key: "?",
    run: (desk) => desk.openDialog("help"),
  },
  {
    id: "alerts",
    name: (t) => t.menu.alerts,
    also: "уведомления оповещения громкость тишина notifications sounds volume mute",
    isEverywhere: true,
    run: (desk) => desk.openDialog("alerts"),
  },
  {
    id: "sound_off",
    name: (t) => t.actions.soundOff,
    also: "тихо без звука mute quiet",
    isEverywhere: true,
    when: ({ preferences }) => preferences.sound,
    run: (desk) => desk.prefer({ sound: false }),
  },
  {
    id: "sound_on",
    name: (t) => t.actions.soundOn,
    also: "громко unmute",
    isEverywhere: true,
    when: ({ preferences }) => !preferences.sound,
    run: (desk) => desk.prefer({ sound: true }),
  },
  ...(["auto", "light", "dark"] as const).map(
    (theme): Action => ({
      id: `theme_${theme}`,
      name: (t) => t.actions.theme(t.menu.themes[theme]),
      also: "тема ночная дневная theme night day mode",
      isEverywhere: true,
      when: ({ preferences }) => preferences.theme !== theme,
      run: (desk) => desk.prefer({ theme }),
    }),
  ),
  ...([true, false] as const).map(
    (isStrong): Action => ({
      id: isStrong ? "contrast_on" : "contrast_off",
      name: (t) => (isStrong ? t.actions.contrastOn : t.actions.contrastOff),
      also: "доступность тема зрение accessibility theme",
      isEverywhere: true,
      when: ({ preferences }) => preferences.contrast !== isStrong,
      run: (desk) => desk.prefer({ contrast: isStrong }),
    }),
  ),
  {
    id: "language_en",
    name: (t) => t.actions.language("English"),
    also: "английский язык language",
    isEverywhere: true,
    when: ({ preferences }) => preferences.language !== "en",
    run: (desk) => desk.prefer({ language: "en" }),
  },
  {
    id: "language_ru",
    name: (t) => t.actions.language("Русский"),
    also: "russian язык language",
    isEverywhere: true,
    when: ({ preferences }) => preferences.language !== "ru",
    run: (desk) => desk.prefer({ language: "ru" }),
  },
  {
    id: "first_steps",
    name: (t) => t.actions.firstSteps,
    also: "начало настройка setup checklist onboarding",
    isEverywhere: true,
    when: ({ preferences, rights }) => preferences.hidesFirstSteps && rights.includes("manage_sites"),
    run: (desk) => {
      desk.prefer({ hidesFirstSteps: false });
      desk.openNothing();
    },
  },
  ...([true, false] as const).map(
    (away): Action => ({
      id: away ? "away" : "present",
      name: (t) => (away ? t.menu.away : t.menu.present),
      isEverywhere: true,
      when: ({ canAnswer, isAway }) => canAnswer && isAway !== away,
      run: (desk) => desk.setAway(away),
    }),
  ),
  {
    id: "face",
    name: (t) => t.menu.face,
    also: "аватар имя фото avatar picture profile",
    isEverywhere: true,
    run: (desk) => desk.openDialog("face"),
  },
  {
    id: "security",
    name: (t) => t.menu.security,
    also: "пароль сеансы код password sessions second factor",
    isEverywhere: true,
    run: (desk) => desk.openDialog("security"),
  },
  {
    id: "reconnect",
    name: (t) => t.link.retryNow,
    also: "связь сеть reconnect network",
    isEverywhere: true,
    when: ({ isOnline }) => !isOnline,
    run: (desk) => desk.reconnect(),
  },
  {
    id: "sign_out",
    name: (t) => t.menu.signOut,
    also: "выход выйти logout log out exit",
    isEverywhere: true,
    run: (desk) => desk.signOut(),
  },
];

/** In the order in which the list of keys and the empty palette show them. */
export const ACTIONS: readonly Action[] = [...CONVERSATION, ...WAYS, ...PANEL];

/** Whether the action can be done now, where the operator is. */
export function isApt(action: Action, desk: Desk): boolean {
  return (!desk.isCovered || action.isEverywhere === true) && (action.when?.(desk) ?? true);
}
