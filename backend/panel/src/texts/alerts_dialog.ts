// The words of the dialog in which notifications and sounds are chosen. No part of the first load.

export const alertsDialogRu = {
  lead: "Выбор хранится в\u00a0этом браузере и\u00a0действует во\u00a0всех его вкладках.",
  notification: "Уведомление",
  soundOf: (kind: string) => `Звук: ${kind}`,
  notificationOf: (kind: string) => `Уведомление: ${kind}`,
  tones: { off: "без\u00a0звука", drop: "капля", bell: "колокольчик", knock: "стук", chord: "аккорд" },
  ownOnly: "Новое в\u00a0очереди: только из\u00a0моих направлений",
  ownOnlyHint: "О\u00a0диалогах без\u00a0направления узнают все.",
  allSounds: "Звуки включены",
  volume: "Громкость",
  quiet: "Молчать, пока панель открыта перед вами",
  words: "Показывать имя и\u00a0слова посетителя",
  wordsHint: "Уведомление видит каждый, кто видит экран. Скрытые данные и\u00a0там остаются скрытыми.",
  permission: {
    unsupported: "Браузер не\u00a0показывает уведомлений: нужен HTTPS и\u00a0браузер поновее.",
    default: "Браузер ещё не\u00a0спрашивали, можно ли показывать уведомления.",
    granted: "Уведомления разрешены в\u00a0браузере.",
    denied:
      "Браузер запретил уведомления. Нажмите на\u00a0значок слева от\u00a0адреса, разрешите уведомления и\u00a0обновите страницу.",
  },
  ask: "Разрешить уведомления",
  test: "Проверить",
  testing: "Проверяем…",
  results: {
    sound_played: "Звук прозвучал.",
    sound_off: "Звук не\u00a0прозвучал: звуки выключены здесь или\u00a0громкость на\u00a0нуле.",
    sound_blocked:
      "Звук не\u00a0прозвучал: браузер не\u00a0даёт звучать странице, пока в\u00a0ней ничего не\u00a0нажали.",
    sound_missing: "Звук не\u00a0прозвучал: браузер не\u00a0умеет Web\u00a0Audio.",
    shown: "Уведомление передано системе.",
    not_asked: "Уведомление не\u00a0показано: браузер ещё не\u00a0спрашивали.",
    refused: "Уведомление не\u00a0показано: его запретил браузер.",
    unsupported:
      "Уведомление не\u00a0показано: браузер их не\u00a0поддерживает, или\u00a0панель открыта без\u00a0HTTPS.",
    failed: "Уведомление не\u00a0показано: система его отклонила.",
  },
  unseen:
    "Ничего не\u00a0видно или\u00a0не\u00a0слышно? Режим «Не\u00a0беспокоить» и\u00a0громкость системы браузеру не\u00a0известны: проверьте их сами.",
  testTitle: "Проверка уведомлений",
  testBody: "Так выглядит уведомление панели.",
};

export const alertsDialogEn: typeof alertsDialogRu = {
  lead: "The choice is kept in this browser and holds in all of its tabs.",
  notification: "Notification",
  soundOf: (kind: string) => `Sound: ${kind}`,
  notificationOf: (kind: string) => `Notification: ${kind}`,
  tones: { off: "silent", drop: "drop", bell: "bell", knock: "knock", chord: "chord" },
  ownOnly: "New in the queue: only from my departments",
  ownOnlyHint: "Conversations of no department call everybody.",
  allSounds: "Sounds are on",
  volume: "Volume",
  quiet: "Stay silent while the panel is open before you",
  words: "Show the visitor's name and words",
  wordsHint: "Whoever sees the screen sees a notification. What is masked stays masked there.",
  permission: {
    unsupported: "This browser shows no notifications: HTTPS and a newer browser are needed.",
    default: "The browser has not been asked yet whether it may show notifications.",
    granted: "Notifications are allowed in the browser.",
    denied:
      "The browser refuses notifications. Press the sign to the left of the address, allow notifications, and reload the page.",
  },
  ask: "Allow notifications",
  test: "Test",
  testing: "Testing…",
  results: {
    sound_played: "The sound was played.",
    sound_off: "No sound: sounds are off here, or the volume is zero.",
    sound_blocked: "No sound: the browser keeps a page silent until something is pressed in it.",
    sound_missing: "No sound: the browser has no Web Audio.",
    shown: "The notification was handed to the system.",
    not_asked: "No notification: the browser has not been asked yet.",
    refused: "No notification: the browser refuses it.",
    unsupported: "No notification: the browser has none, or the panel is open without HTTPS.",
    failed: "No notification: the system refused it.",
  },
  unseen:
    "Nothing seen or heard? The browser can't know of the system's focus mode and volume: look at those yourself.",
  testTitle: "A test of notifications",
  testBody: "This is what a notification of the panel looks like.",
};
