// The words of «Сотрудники».
import { pluralOf } from "../plural";

const pluralRu = pluralOf("ru");
const pluralEn = pluralOf("en");

export const colleaguesRu = {
  title: "Сотрудники",
  lead: "Кто работает на\u00a0ваших сайтах и\u00a0как защищён вход.",
  empty: "На\u00a0ваших сайтах пока никто не\u00a0работает.",
  name: "Имя",
  role: "Роль",
  roles: {
    owner: "Владелец",
    admin: "Администратор",
    supervisor: "Руководитель",
    operator: "Оператор чата",
    auditor: "Ответственный за\u00a0ПДн",
  },
  now: "Сейчас",
  standing: { online: "в\u00a0сети", away: "не\u00a0на\u00a0месте", offline: "не\u00a0в\u00a0сети" },
  /** Open conversations, without snoozed ones, of all sites; of how many at most, null: as many as come. */
  held: (count: number, limit: number | null) =>
    limit
      ? `${count} из\u00a0${limit} ${pluralRu(limit, { one: "диалога", other: "диалогов" })}`
      : `${count} ${pluralRu(count, { one: "диалог", few: "диалога", other: "диалогов" })}${limit === 0 ? ", новых не\u00a0передаём" : ""}`,
  /** Who answers nobody. */
  standsNowhere: "—",
  standingUnknown: "не\u00a0удалось узнать",
  secondFactor: "Двухфакторная защита",
  on: "Включена",
  off: "Нет",
  lastSeen: "Последняя активность",
  never: "Входов не\u00a0было",
  sessions: "Сеансы",
  end: "Завершить",
  endOf: (name: string) => `Завершить все сеансы: ${name}`,
  endAsk: (name: string) => `Завершить все сеансы: ${name}? Войти снова можно будет по\u00a0паролю.`,
  ended: (name: string, count: number) =>
    `${name}: ${pluralRu(count, { one: "завершён", other: "завершено" })} ${count}\u00a0${pluralRu(count, { one: "сеанс", few: "сеанса", other: "сеансов" })}.`,
};

export const colleaguesEn: typeof colleaguesRu = {
  title: "Staff",
  lead: "Who works on your sites, and how their sign-in is protected.",
  empty: "Nobody works on your sites yet.",
  name: "Name",
  role: "Role",
  roles: {
    owner: "Owner",
    admin: "Administrator",
    supervisor: "Supervisor",
    operator: "Operator",
    auditor: "Data protection officer",
  },
  now: "Now",
  standing: { online: "online", away: "away", offline: "offline" },
  held: (count, limit) =>
    limit
      ? `${count} of ${limit} ${pluralEn(limit, { one: "chat", other: "chats" })}`
      : `${count} ${pluralEn(count, { one: "chat", other: "chats" })}${limit === 0 ? ", no new ones given" : ""}`,
  standsNowhere: "—",
  standingUnknown: "could not be learned",
  secondFactor: "Second factor",
  on: "On",
  off: "None",
  lastSeen: "Last active",
  never: "Never signed in",
  sessions: "Sessions",
  end: "End",
  endOf: (name: string) => `End all sessions: ${name}`,
  endAsk: (name: string) => `End all sessions of ${name}? They can sign in again with their password.`,
  ended: (name: string, count: number) =>
    `${name}: ${count}\u00a0${pluralEn(count, { one: "session", other: "sessions" })} ended.`,
};
