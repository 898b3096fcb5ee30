// The words of mails to operators: one's own in «Уведомления и звуки», everybody's on «Сотрудники».
import type { Texts } from "../ru";

export const waitingAlertRu = {
  on: "Писать мне на\u00a0почту, если посетитель ждёт, а\u00a0в\u00a0панели никого нет",
  after: "Через сколько",
  minutes: (count: number) => `${count}\u00a0мин`,
  hint: "Одно письмо на\u00a0каждое ожидание и\u00a0не\u00a0чаще раза в\u00a015\u00a0минут. В\u00a0нём только название сайта, сколько человек ждёт и\u00a0ссылка. Действует для вас в\u00a0любом браузере.",
  off: "Почта на\u00a0этом сервере не\u00a0настроена, письма не\u00a0придут.",
  /** Who is empty where nobody is known. */
  changed: (who: string) =>
    `Тем временем за\u00a0вас выбрали другое${who && ` (${who})`}: показано, как теперь. Выберите ещё раз, если нужно иначе.`,

  title: "Письма об\u00a0ожидании",
  lead: "Если посетитель ждёт ответа, а\u00a0в\u00a0панели никого нет, сотруднику приходит письмо: об\u00a0очереди его сайтов и\u00a0направлений и\u00a0о\u00a0диалогах, которые он\u00a0ведёт.",
  column: "Письма об\u00a0ожидании",
  told: (minutes: number) => `через ${minutes}\u00a0мин`,
  untold: "Нет",
  nobody: "—",
  noServer:
    "Письма об\u00a0ожидании не\u00a0придут никому: на\u00a0сервере не\u00a0заданы RYADOM_SMTP_URL и\u00a0RYADOM_MAIL_FROM. Выбор сохранится и\u00a0начнёт действовать вместе с\u00a0почтой.",
  notListed: (sites: string) =>
    `Письма об\u00a0ожидании не\u00a0придут: почтового сервера нет в\u00a0реестре получателей. Сайты: ${sites}.`,
  toRegister: "Открыть реестр",
  unheard: (site: string) =>
    `${site}: если в\u00a0панели никого нет, о\u00a0посетителе не\u00a0узнает никто. Включите письма хотя бы одному сотруднику.`,
  unheardDepartments: (site: string, departments: string) =>
    `${site}: никто не\u00a0узнает о\u00a0посетителях направлений: ${departments}.`,
  forNew: "Новым сотрудникам",
  forNewOf: (site: string) => `Новым сотрудникам: ${site}`,
  forNewHint:
    "С\u00a0этим начинает, кто придёт на\u00a0сайт; если сайтов несколько, с\u00a0самого раннего. У\u00a0тех, кто уже работает, ничего не\u00a0меняется.",
  never: "Не\u00a0писать",
  save: "Сохранить выбор",
  saved: "Сохранено.",
  of: "Письмо, если посетитель ждёт, а\u00a0в\u00a0панели никого нет",
  ofHint:
    "Сотрудник может выбрать сам в\u00a0«Уведомлениях и\u00a0звуках»: действует то, что выбрано последним. Кто и\u00a0когда выбрал, записано в\u00a0журнале.",
  ofElsewhere:
    "Сотрудник работает и\u00a0на\u00a0сайтах, где вы не\u00a0работаете: письма выбирает он\u00a0сам или тот, кто работает на\u00a0всех его сайтах.",
};

export const waitingAlertEn: typeof waitingAlertRu = {
  on: "Mail me if a visitor waits and nobody is at the panel",
  after: "After",
  minutes: (count) => `${count}\u00a0min`,
  hint: "One mail for each waiting, every 15\u00a0minutes at most. It holds the name of the site, how many wait, and a link. It holds for you in any browser.",
  off: "This server has no mail set up, nothing will come.",
  changed: (who) =>
    `Something else was chosen for you meanwhile${who && ` (${who})`}: this is how it is now. Choose once more if you want it otherwise.`,

  title: "Mails about waiting visitors",
  lead: "If a visitor waits for an answer and nobody is at the panel, staff get a mail: of the queue of their sites and departments, and of conversations that they lead.",
  column: "Mails about waiting",
  told: (minutes) => `after ${minutes}\u00a0min`,
  untold: "None",
  nobody: "—",
  noServer:
    "No mail about waiting visitors will come to anybody: RYADOM_SMTP_URL and RYADOM_MAIL_FROM are not set on the server. What is chosen is kept, and counts once they are.",
  notListed: (sites) =>
    `No mail about waiting visitors will come: the mail server is not in the register of recipients. Sites: ${sites}.`,
  toRegister: "Open the register",
  unheard: (site) =>
    `${site}: with nobody at the panel, nobody will hear of a visitor. Turn the mails on for one person at least.`,
  unheardDepartments: (site, departments) => `${site}: nobody will hear of visitors of the departments ${departments}.`,
  forNew: "For new staff",
  forNewOf: (site) => `For new staff of ${site}`,
  forNewHint:
    "Whoever comes to the site begins with it; where there are several sites, with the soonest. Nothing changes for those who are there already.",
  never: "No mail",
  save: "Save the choice",
  saved: "Saved.",
  of: "A mail if a visitor waits and nobody is at the panel",
  ofHint:
    "They may choose for themselves in “Notifications and sounds”: what was chosen last counts. Who chose when is in the journal.",
  ofElsewhere:
    "They work on sites on which you do not work: they choose the mails themselves, or somebody who works on all of their sites.",
};

export function waitingAlertOf(language: Texts["language"]): typeof waitingAlertRu {
  return language === "en" ? waitingAlertEn : waitingAlertRu;
}
