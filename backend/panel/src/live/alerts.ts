// Calls the operator: a tone, a notification, or neither, as they have chosen, and once for all tabs of the browser.
import type { AlertChoices } from "../state/alerts";
import type { News } from "./news";
import type { Notice } from "./notices";
import type { Speaker } from "./speaker";
import type { Tabs } from "./tabs";

export interface AlertWishes extends AlertChoices {
  /** Whether anything sounds at all. */
  readonly sound: boolean;
}

export class Alerts {
  constructor(
    readonly speaker: Speaker,
    readonly tabs: Tabs,
    readonly showNotice: (notice: Notice) => unknown,
  ) {}

  /** From a press or a key: only then may a page sound, and only one that may sound does it for the others. */
  async unlock(): Promise<void> {
    if (await this.speaker.unlock()) this.tabs.offer("speaker");
  }

  /** `isSeen`: somebody looks at this very conversation in this tab. */
  async call(news: News, wishes: AlertWishes, notice: () => Notice | Promise<Notice>, isSeen: boolean): Promise<void> {
    const sounds = wishes.sound && wishes.tones[news.kind] !== "off" && this.tabs.does("speaker");
    const shows = wishes.notifies[news.kind] && this.tabs.does("notifier");
    if (isSeen || !(sounds || shows)) return;
    const looks = await this.tabs.looksAt(news.conversation.id);
    if (looks.conversation || (looks.any && wishes.isQuietInFocus)) return;
    if (sounds) this.speaker.play(wishes.tones[news.kind], wishes.volume, performance.now());
    // Who looks at the panel sees the news in it
    if (shows && !looks.any) this.showNotice(await notice());
  }
}
