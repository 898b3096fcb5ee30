// That the browser keeps no drafts, or keeps some no more. No part of the first load.
import type { Language } from "../preferences";

export const unkeptDrafts: Readonly<Record<Language, string>> = {
  ru: "Браузер не\u00a0сохраняет черновики: в\u00a0нём нет места или\u00a0это запрещено. Не\u00a0закрывайте вкладку, пока не\u00a0отправите написанное.",
  en: "The browser keeps no drafts: it has no room, or is not allowed to. Don’t close the tab before you have sent what you wrote.",
};

export const goneDrafts: typeof unkeptDrafts = {
  ru: "Черновик удалён: диалог вам больше не\u00a0виден.",
  en: "A draft was deleted: you don’t see its conversation any more.",
};
