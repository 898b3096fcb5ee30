// The words of passwords that colleagues have forgotten, and of second factors that they have lost.

export const lostAccessRu = {
  section: "Забыт пароль или\u00a0потерян телефон",
  lead: "По\u00a0ссылке сотрудник сам задаст новый пароль. Прежний работает, пока не\u00a0задан новый; двухфакторная защита остаётся.",
  make: "Создать ссылку для нового пароля",
  linkTitle: "Ссылка для нового пароля",
  mailed: (email: string) => `Письмо со\u00a0ссылкой отправлено на\u00a0${email}. Её можно передать и\u00a0самим.`,
  notMailed: "Почта на\u00a0сервере не\u00a0настроена: передайте ссылку сами, лучше лично.",
  once: "Ссылка показана один раз. Она действует сутки и\u00a0сработает один раз; прежняя ссылка больше не\u00a0действует.",
  copy: "Скопировать",
  copied: "Скопировано",
  reset: "Сбросить двухфакторную защиту",
  resetAsk: (name: string) =>
    `Сбросить двухфакторную защиту: ${name}? Сначала убедитесь, что просит сам сотрудник. Все его сеансы завершатся, войти можно будет по\u00a0одному паролю.`,
  resetDone: "Двухфакторная защита сброшена, сеансы завершены.",

  title: "Новый пароль",
  welcome: (name: string) => `${name}, придумайте новый пароль для входа.`,
  email: "Почта",
  password: "Новый пароль",
  save: "Сохранить пароль и\u00a0войти",
  saving: "Сохраняем…",
  checking: "Проверяем ссылку…",
  useless:
    "Эта ссылка не\u00a0действует: она уже использована, заменена новой или\u00a0устарела. Попросите администратора прислать другую.",
  toSignIn: "Ко\u00a0входу",
  badPassword:
    "Пароль слишком короткий или\u00a0из\u00a0тех, что подбирают первыми. Возьмите другой, например четыре слова.",
  tooLong: "Пароль слишком длинный: не\u00a0больше 256\u00a0знаков.",
  locked: "Слишком много попыток. Подождите и\u00a0откройте ссылку снова.",
};

export const lostAccessEn: typeof lostAccessRu = {
  section: "A forgotten password, a lost phone",
  lead: "By the link they choose a new password themselves. The one they have works until then; a second factor stays.",
  make: "Make a link for a new password",
  linkTitle: "Link for a new password",
  mailed: (email) => `A mail with the link was sent to ${email}. You can also pass it on yourself.`,
  notMailed: "The server sends no mail: pass the link on yourself, best in person.",
  once: "The link is shown this once. It works once, for a day; one that was made before works no more.",
  copy: "Copy",
  copied: "Copied",
  reset: "Reset the second factor",
  resetAsk: (name) =>
    `Reset the second factor of ${name}? First make sure that it is they who ask. All of their sessions end, and the password alone signs in.`,
  resetDone: "The second factor was reset, and the sessions have ended.",

  title: "New password",
  welcome: (name) => `${name}, choose a new password to sign in with.`,
  email: "E-mail",
  password: "New password",
  save: "Save the password and sign in",
  saving: "Saving…",
  checking: "Checking the link…",
  useless: "This link does not work: it was used, replaced, or is too old. Ask your administrator for another one.",
  toSignIn: "To sign-in",
  badPassword: "The password is too short, or among those that are tried first. Take another, four words for example.",
  tooLong: "The password is too long: 256 characters at most.",
  locked: "Too many attempts. Wait, and open the link again.",
};

export function lostAccessOf(language: string): typeof lostAccessRu {
  return language === "en" ? lostAccessEn : lostAccessRu;
}
