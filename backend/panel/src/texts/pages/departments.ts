// The words of «Направления».
import { pluralOf } from "../plural";

const pluralRu = pluralOf("ru");
const pluralEn = pluralOf("en");

const wrongRu: Readonly<Record<string, string>> = {
  name: "У\u00a0каждого направления есть название: одной строкой, до\u00a040\u00a0знаков, и\u00a0два одинаковых не\u00a0нужны.",
  name_en: "Название на\u00a0английском: одной строкой, до\u00a040\u00a0знаков.",
  member_ids: "Кто-то из\u00a0отмеченных больше не\u00a0отвечает на\u00a0этом сайте. Загрузите страницу заново.",
  other: "Направления не\u00a0приняты: предлагать можно не\u00a0больше двадцати.",
};

const wrongEn: Readonly<Record<string, string>> = {
  name: "Each department has a name: one line, up to 40\u00a0characters, and no two are the same.",
  name_en: "The English name: one line, up to 40\u00a0characters.",
  member_ids: "Somebody who is ticked does not answer on this site any more. Load the page anew.",
  other: "The departments were not accepted: at most twenty can be offered.",
};

export const departmentsRu = {
  title: "Направления",
  lead: "Из\u00a0чего посетитель выбирает, кому написать. Выбор появится, когда направлений два или\u00a0больше.",
  empty: "Вы пока не\u00a0работаете ни\u00a0на\u00a0одном сайте. Добавить вас на\u00a0сайт может администратор.",
  none: "Направлений пока нет: посетители пишут сразу всем.",
  site: "Сайт",
  leaveAsk: (site: string) => `Изменения направлений сайта «${site}» не\u00a0сохранены. Уйти без\u00a0них?`,
  choice: "Выбор",
  isRequired: "Просить выбрать направление до\u00a0первого сообщения",
  isRequiredHint: "Иначе выбор можно пропустить.",
  offered: "Предлагаются",
  name: "Название",
  nameEn: "На\u00a0страницах на\u00a0английском",
  nameEnHint: "Пусто: как по-русски.",
  members: "Кто отвечает",
  membersHint: "Видно, есть\u00a0ли кто на\u00a0связи. Все диалоги сайта по-прежнему видят все его сотрудники.",
  nobody: "Никто не\u00a0отмечен: направление всегда будет не\u00a0на\u00a0связи.",
  add: "Добавить направление",
  newOne: "Новое направление",
  up: (name: string) => `Выше: ${name}`,
  down: (name: string) => `Ниже: ${name}`,
  archive: "В\u00a0архив",
  archiveOf: (name: string) => `В\u00a0архив: ${name}`,
  discard: "Убрать",
  discardOf: (name: string) => `Убрать: ${name}`,
  archived: "В\u00a0архиве",
  archivedLead: "Посетителям не\u00a0предлагаются, диалоги их помнят.",
  restore: "Вернуть",
  restoreOf: (name: string) => `Вернуть из\u00a0архива: ${name}`,
  openChats: (count: number) =>
    count === 0
      ? "Открытых диалогов нет."
      : `${count >= 1000 ? "Больше 999" : count}\u00a0${pluralRu(count, { one: "открытый диалог", few: "открытых диалога", other: "открытых диалогов" })}.`,
  willArchive: (name: string, count: number) =>
    count === 0
      ? `«${name}»: после сохранения его не\u00a0будут предлагать.`
      : `«${name}»: после сохранения его не\u00a0будут предлагать. ${count >= 1000 ? "Больше 999" : count}\u00a0${pluralRu(count, { one: "открытый диалог останется", few: "открытых диалога останутся", other: "открытых диалогов останутся" })} за\u00a0ним, пока их не\u00a0передадут.`,
  unsaved: "Есть несохранённые изменения.",
  saved: "Сохранено: новые посетители уже выбирают по-новому.",
  wrong: wrongRu,
};

export const departmentsEn: typeof departmentsRu = {
  title: "Departments",
  lead: "What visitors choose from when they write. There is a choice once there are two departments or more.",
  empty: "You do not work on any site yet. An administrator can add you to one.",
  none: "No departments yet: visitors write to everybody.",
  site: "Site",
  leaveAsk: (site) => `Changes to the departments of ${site} are not saved. Leave without them?`,
  choice: "The choice",
  isRequired: "Ask for a department before the first message",
  isRequiredHint: "Else the choice can be skipped.",
  offered: "Offered",
  name: "Name",
  nameEn: "On pages in English",
  nameEnHint: "Empty: the same name.",
  members: "Who answers",
  membersHint: "Shows whether somebody is there. All operators of the site still see all of its conversations.",
  nobody: "Nobody is ticked: this department will always be away.",
  add: "Add a department",
  newOne: "New department",
  up: (name) => `Move up: ${name}`,
  down: (name) => `Move down: ${name}`,
  archive: "Archive",
  archiveOf: (name) => `Archive: ${name}`,
  discard: "Remove",
  discardOf: (name) => `Remove: ${name}`,
  archived: "Archived",
  archivedLead: "Not offered to visitors; conversations keep them.",
  restore: "Restore",
  restoreOf: (name) => `Restore: ${name}`,
  openChats: (count) =>
    count === 0
      ? "No open conversations."
      : `${count >= 1000 ? "999+" : count}\u00a0open ${pluralEn(count, { one: "conversation", other: "conversations" })}.`,
  willArchive: (name, count) =>
    count === 0
      ? `${name}: not offered any more once saved.`
      : `${name}: not offered any more once saved. ${count >= 1000 ? "999+" : count}\u00a0open ${pluralEn(count, { one: "conversation stays", other: "conversations stay" })} in it until handed over.`,
  unsaved: "There are unsaved changes.",
  saved: "Saved: new visitors choose from these now.",
  wrong: wrongEn,
};
