// The words of inviting colleagues, of changing what they may do, and of the page on which an invitation is accepted.
import { pluralOf } from "../plural";

const pluralRu = pluralOf("ru");
const pluralEn = pluralOf("en");

/** Of the open conversations of somebody who may not answer them any more. */
const requeuedRu = (count: number) =>
  `В\u00a0очередь ${pluralRu(count, { one: "вернётся", other: "вернутся" })} ${count}\u00a0${pluralRu(count, { one: "открытый диалог", few: "открытых диалога", other: "открытых диалогов" })}`;
const requeuedEn = (count: number) =>
  `${count}\u00a0open ${pluralEn(count, { one: "conversation goes", other: "conversations go" })} back to the queue`;

export const invitationsRu = {
  invite: "Пригласить сотрудника",
  email: "Почта",
  emailHint: "С\u00a0ней сотрудник будет входить.",
  role: "Роль",
  sites: "Сайты",
  send: "Отправить приглашение",
  linkTitle: "Ссылка-приглашение",
  linkMailed: (email: string) => `Письмо со\u00a0ссылкой отправлено на\u00a0${email}. Её можно передать и\u00a0самим.`,
  linkNotMailed: "Почта на\u00a0сервере не\u00a0настроена: передайте ссылку сами, лучше лично.",
  linkOnce: "Ссылка показана один раз. Она действует 7\u00a0дней и\u00a0сработает один раз.",
  copy: "Скопировать",
  copied: "Скопировано",
  pending: "Приглашения",
  pendingEmpty: "Непринятых приглашений нет.",
  until: "Действует до",
  expired: "Срок истёк",
  by: "Кто пригласил",
  renew: "Отправить заново",
  renewOf: (email: string) => `Отправить приглашение заново: ${email}`,
  withdraw: "Отозвать",
  withdrawOf: (email: string) => `Отозвать приглашение: ${email}`,
  withdrawAsk: (email: string) => `Отозвать приглашение для\u00a0${email}? Ссылка перестанет действовать.`,
  badEmail: "Проверьте почту: это не\u00a0адрес либо такой сотрудник или\u00a0приглашение уже есть.",
  noSite: "Отметьте хотя бы один сайт.",
  back: "К\u00a0списку сотрудников",
  closed: "Доступ закрыт",
  change: (name: string) => `Изменить имя, роль, сайты, направления и\u00a0доступ: ${name}`,
  departments: "Направления",
  departmentsOf: (site: string) => `Направления: ${site}`,
  sight: "Видит только диалоги своих направлений",
  sightHint:
    "И\u00a0ещё те, что ведёт сам, и\u00a0те, у\u00a0которых направления нет. Остальных диалогов для него не\u00a0существует: ни\u00a0в\u00a0списках, ни\u00a0в\u00a0поиске, ни\u00a0в\u00a0отчётах.",
  limited: "Только свои направления",
  place: "Роль, сайты и\u00a0направления",
  placeSave: "Сохранить",
  placeNote: "Если сменится роль, убран сайт или\u00a0ограничены диалоги, сеансы сотрудника завершатся.",
  placeSaved: "Сохранено.",
  yes: "да",
  no: "нет",
  departmentGone: "Одного из\u00a0направлений больше нет. Откройте страницу заново.",
  access: "Доступ",
  accessOpen: "Сотрудник может входить.",
  accessClosed: "Сотрудник не\u00a0может войти. Его прошлые сообщения на\u00a0месте.",
  close: "Закрыть доступ",
  closeAsk: (name: string, led: number) =>
    `Закрыть доступ: ${name}? Сеансы завершатся сразу, прошлые сообщения останутся. ${
      led
        ? `${requeuedRu(led)}. Доступ можно открыть снова, но\u00a0диалоги останутся у\u00a0тех, кто их возьмёт.`
        : "Доступ можно открыть снова."
    }`,
  placeAsk: (name: string, led: number) => `${name}: там больше не\u00a0отвечает. ${requeuedRu(led)}. Сохранить?`,
  reopen: "Открыть доступ",
  accessSaved: "Доступ изменён.",
  person: "Имя и\u00a0почта",
  personNameHint: "Его видят посетители и\u00a0коллеги, в\u00a0прошлых диалогах тоже.",
  personSave: "Сохранить имя и\u00a0почту",
  personSaved: "Имя и\u00a0почта сохранены.",
  personNote: "Сеансы продолжатся. О\u00a0смене почты на\u00a0прежний адрес придёт письмо, если сервер их отправляет.",
  emailTaken: "С\u00a0этой почтой уже входит другой сотрудник.",
  notAnEmail: "Проверьте почту: это не\u00a0адрес.",
  isSelf: "Свою роль, сайты и\u00a0доступ не\u00a0меняют, имя и\u00a0почту тоже: попросите другого администратора.",
  isOwner: "Владельца меняет только другой владелец.",
  worksElsewhere:
    "Сотрудник работает и\u00a0на\u00a0сайтах, где вы не\u00a0работаете. Имя, почту, роль и\u00a0доступ меняет тот, кто работает на\u00a0всех его сайтах.",
  gone: "Такого сотрудника на\u00a0ваших сайтах нет.",

  welcome: "Приглашение",
  welcomeLead: (inviter: string, sites: string) => `${inviter} приглашает вас отвечать посетителям: ${sites}.`,
  asRole: (role: string) => `Роль: ${role}.`,
  name: "Имя",
  nameHint: "Его увидят посетители.",
  password: "Пароль",
  accept: "Принять приглашение",
  accepting: "Принимаем…",
  checking: "Проверяем ссылку…",
  useless:
    "Эта ссылка не\u00a0действует: она уже использована, отозвана или\u00a0устарела. Попросите новую у\u00a0того, кто вас пригласил.",
  toSignIn: "Ко\u00a0входу",
  badName: "Впишите имя в\u00a0одну строку, не\u00a0длиннее 200\u00a0знаков.",
  badPassword:
    "Пароль слишком короткий или\u00a0из\u00a0тех, что подбирают первыми. Возьмите другой, например четыре слова.",
  locked: "Слишком много попыток. Подождите и\u00a0откройте ссылку снова.",
};

export const invitationsEn: typeof invitationsRu = {
  invite: "Invite somebody",
  email: "E-mail",
  emailHint: "They will sign in with it.",
  role: "Role",
  sites: "Sites",
  send: "Send the invitation",
  linkTitle: "Link of the invitation",
  linkMailed: (email) => `A mail with the link was sent to ${email}. You can also pass it on yourself.`,
  linkNotMailed: "The server sends no mail: pass the link on yourself, best in person.",
  linkOnce: "The link is shown this once. It works once, for 7 days.",
  copy: "Copy",
  copied: "Copied",
  pending: "Invitations",
  pendingEmpty: "No invitation waits to be accepted.",
  until: "Works until",
  expired: "Expired",
  by: "Invited by",
  renew: "Send again",
  renewOf: (email) => `Send the invitation again: ${email}`,
  withdraw: "Withdraw",
  withdrawOf: (email) => `Withdraw the invitation: ${email}`,
  withdrawAsk: (email) => `Withdraw the invitation of ${email}? Its link will stop working.`,
  badEmail: "Check the e-mail: it is no address, or there is such a colleague or invitation already.",
  noSite: "Tick at least one site.",
  back: "To the list of staff",
  closed: "Access closed",
  change: (name) => `Change name, role, sites, departments and access: ${name}`,
  departments: "Departments",
  departmentsOf: (site) => `Departments of ${site}`,
  sight: "Sees only conversations of their departments",
  sightHint:
    "Those they lead, too, and those of no department. To them there are no others: not in lists, not in the search, not in reports.",
  limited: "Their departments only",
  place: "Role, sites and departments",
  placeSave: "Save",
  placeNote: "Where the role changes, a site is taken away or conversations are limited, their sessions will end.",
  placeSaved: "Saved.",
  yes: "yes",
  no: "no",
  departmentGone: "One of the departments is gone. Open the page anew.",
  access: "Access",
  accessOpen: "They may sign in.",
  accessClosed: "They can't sign in. What they wrote is still there.",
  close: "Close access",
  closeAsk: (name, led) =>
    `Close the access of ${name}? Their sessions end at once, what they wrote stays. ${
      led
        ? `${requeuedEn(led)}. Access can be opened again, but the conversations stay with whoever takes them.`
        : "Access can be opened again."
    }`,
  placeAsk: (name, led) => `${name} will not answer there any more. ${requeuedEn(led)}. Save?`,
  reopen: "Open access",
  accessSaved: "The access was changed.",
  person: "Name and e-mail",
  personNameHint: "Visitors and colleagues see it, in old conversations too.",
  personSave: "Save name and e-mail",
  personSaved: "Name and e-mail are saved.",
  personNote: "Sessions go on. Where the server sends mail, the old address is told that it was changed.",
  emailTaken: "Another colleague signs in with this e-mail.",
  notAnEmail: "Check the e-mail: it is no address.",
  isSelf: "Nobody changes their own role, sites or access, nor name and e-mail: ask another administrator.",
  isOwner: "Only another owner changes an owner.",
  worksElsewhere:
    "They also work on sites where you don't. Their name, e-mail, role and access are changed by somebody who works on all of their sites.",
  gone: "There is no such colleague on your sites.",

  welcome: "Invitation",
  welcomeLead: (inviter, sites) => `${inviter} invites you to answer visitors of ${sites}.`,
  asRole: (role) => `Role: ${role}.`,
  name: "Name",
  nameHint: "Visitors will see it.",
  password: "Password",
  accept: "Accept the invitation",
  accepting: "Accepting…",
  checking: "Checking the link…",
  useless: "This link does not work: it was used, withdrawn, or is too old. Ask whoever invited you for a new one.",
  toSignIn: "To sign-in",
  badName: "Write a name of one line, at most 200 characters.",
  badPassword: "The password is too short, or among those that are tried first. Take another, four words for example.",
  locked: "Too many attempts. Wait, and open the link again.",
};
