// Why a connection to a CRM was not taken, and what to do about it.

export const connectorRefusalsRu = {
  egress:
    "Узла нет в\u00a0реестре получателей, или\u00a0ему не\u00a0разрешены имена и\u00a0контакты. Исправьте запись в\u00a0реестре:",
  unresolved: "Адрес узла найти не\u00a0удалось: проверьте имя.",
  full: "Подключений уже\u00a050: сначала удалите ненужное.",
  setting: (name: string) => `Не\u00a0подходит: «${name}». Проверьте, что там написано.`,
  secretAnew: (name: string) =>
    `Адрес ведёт в\u00a0другой аккаунт, или\u00a0доступ не\u00a0подходит: впишите «${name}» заново.`,
  settings: "Настройки не\u00a0подходят: проверьте доступ и\u00a0номера.",
  mapping: (field: string) =>
    `Поле ${field} так заполнить нельзя: проверьте имя поля и\u00a0то, что стоит в\u00a0скобках.`,
  mappings: "Имя поля\u00a0— латинские буквы, цифры и\u00a0«_», полей не\u00a0больше\u00a050.",
  twice: (field: string) => `Поле ${field} названо дважды.`,
  secret: "Доступ обязателен: заполните это поле.",
  site_ids: "Отметьте хотя\u00a0бы один сайт.",
  controller_id: "На\u00a0всех сайтах подключает владелец, который работает на\u00a0всех. Выберите сайты.",
  tags: "Такой метки больше нет: отметьте другие.",
  conversation: "Такого диалога на\u00a0сайтах этого подключения нет.",
  sealed: "Настройки зашифрованы прежним ключом сервера: верните его или\u00a0подключите CRM заново.",
};

export const connectorRefusalsEn: typeof connectorRefusalsRu = {
  egress: "The host is not in the register of recipients, or may not have names and contacts. Mend its entry:",
  unresolved: "The host’s address could not be found: check its name.",
  full: "There are 50\u00a0connections: remove one first.",
  setting: (name) => `It does not fit: “${name}”. Check what is written there.`,
  secretAnew: (name) => `The address leads to another account, or the access does not fit: write “${name}” anew.`,
  settings: "The settings do not fit: check access and numbers.",
  mapping: (field) => `The field ${field} can’t be filled like that: check its name and what stands in braces.`,
  mappings: "A field’s name has Latin letters, digits and “_”; at most 50\u00a0fields.",
  twice: (field) => `The field ${field} is named twice.`,
  secret: "Access is needed: fill this in.",
  site_ids: "Tick at least one site.",
  controller_id: "Only an owner who works on all sites connects all of them. Choose sites.",
  tags: "There is no such tag any more: tick others.",
  conversation: "This connection’s sites have no such conversation.",
  sealed: "The settings are sealed by a former key of the server: bring it back, or connect the CRM anew.",
};
