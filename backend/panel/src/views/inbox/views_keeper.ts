// What is known of the operator's views, and what is done to them: own ones are saved whole over the version that was seen,
// shared ones each over its own.
import type { ComponentType } from "preact";
import { randomUuid } from "../../../../../widget/src/uuid";
import { CountClock } from "../../live/count_clock";
import {
  type Audience,
  changeSharedView,
  changeViews,
  deleteSharedView,
  fetchViewCounts,
  fetchViews,
  type InboxView,
  type OwnViews,
  type SharedView,
  shareView,
  type ViewCount,
  type Views,
} from "../../live/inbox_view_requests";
import type { Answer, Failure } from "../../live/requests";
import type { Wanted } from "../../state/filters";
import { type Change, viewed, without } from "../../state/view_changes";
import { ViewsNav, type ViewsNavProps } from "./views_nav";

export interface Shown {
  readonly known: Views;
  readonly counts: ReadonlyMap<string, ViewCount>;
  /** Why the last change was not saved; what is shown is what the server has. */
  readonly failure: Failure | null;
  readonly keeper: ViewsKeeper;
  readonly Nav: ComponentType<ViewsNavProps>;
}

export class ViewsKeeper {
  readonly clock = new CountClock(
    () => this.count(),
    () => this.shownViews().some(({ unanswered_min: minutes }) => minutes),
  );
  private known: Views = { version: 0, views: [] };
  private counts: ReadonlyMap<string, ViewCount> = new Map();
  private failure: Failure | null = null;
  private reads = 0;
  /** By which id each own one was to be shared that is not yet: a try whose answer was lost is no other view. */
  private readonly sharedIds = new Map<string, string>();

  constructor(private readonly publish: (shown: Shown) => void) {}

  async read(): Promise<void> {
    const read = ++this.reads;
    const answer = await fetchViews();
    // One that was asked for later tells more.
    if ("value" in answer && read === this.reads) this.hold(answer.value, this.counts.size === 0);
  }

  /** Changes own ones, as they are by then, and tells whether that is saved. */
  async save(change: Change, hidden = this.known.hidden ?? []): Promise<boolean> {
    const { version, views } = this.known;
    return this.settle(changeViews({ version, views: change(views), hidden }), (own) => ({ hidden: [], ...own }));
  }

  add(name: string, wanted: Wanted): void {
    void this.save((views) => [...views, { id: randomUuid(), name, ...viewed(wanted) }]);
  }

  /** Shows or hides a shared one, to this operator alone. What is hidden and shared no more is forgotten. */
  hide(id: string, isHidden: boolean): Promise<boolean> {
    const shared = new Set(this.known.shared?.map((view) => view.id));
    const others = (this.known.hidden ?? []).filter((one) => one !== id && shared.has(one));
    return this.save((views) => views, isHidden ? [...others, id] : others);
  }

  /** Makes an own one everybody's: it is shared, and no own one any more. */
  async share(view: InboxView, audience: Audience): Promise<void> {
    const id = this.sharedIds.get(view.id) ?? randomUuid();
    this.sharedIds.set(view.id, id);
    if (await this.settle(shareView({ ...view, id }, audience), this.with)) {
      this.sharedIds.delete(view.id);
      await this.save(without(view.id));
    } else if (this.failure?.code === "settings_changed") {
      // It has come through, and was another one then: that one is shown by now.
      this.sharedIds.delete(view.id);
    }
  }

  /** Of a shared one. */
  change(view: SharedView, change: Partial<SharedView>): Promise<boolean> {
    return this.settle(changeSharedView({ ...view, ...change }), this.with);
  }

  /** Takes a shared one from everybody. */
  remove(view: SharedView): Promise<boolean> {
    const shared = () => ({ shared: this.known.shared?.filter(({ id }) => id !== view.id) ?? [] });
    return this.settle(deleteSharedView(view), shared);
  }

  /** Gives it back to everybody. */
  putBack(view: SharedView): Promise<boolean> {
    return this.settle(shareView(view, view.audience, view.version), this.with);
  }

  private readonly with = (view: SharedView): Partial<Views> => {
    const { shared = [] } = this.known;
    const isKnown = shared.some(({ id }) => id === view.id);
    return { shared: isKnown ? shared.map((one) => (one.id === view.id ? view : one)) : [...shared, view] };
  };

  private async settle<T>(asked: Promise<Answer<T>>, told: (value: T) => Partial<Views>): Promise<boolean> {
    const answer = await asked;
    this.failure = "value" in answer ? null : answer.failure;
    if ("value" in answer) this.hold({ ...this.known, ...told(answer.value) }, true);
    else await this.read().then(() => this.show());
    return "value" in answer;
  }

  /** `isAsked`: the operator waits for them. What colleagues change is told to everybody at once. */
  private hold(known: Views, isAsked: boolean): void {
    // Read before what was saved since.
    const own: OwnViews = known.version < this.known.version ? this.known : known;
    this.known = { ...known, version: own.version, views: own.views, hidden: own.hidden ?? [] };
    this.show();
    this.clock.note(isAsked);
  }

  private show(): void {
    const { known, counts, failure } = this;
    this.publish({ known, counts, failure, keeper: this, Nav: ViewsNav });
  }

  private shownViews(): readonly InboxView[] {
    const { views, shared = [], hidden = [] } = this.known;
    return [...views, ...shared.filter(({ id }) => !hidden.includes(id))];
  }

  private async count(): Promise<void> {
    if (this.shownViews().length === 0) return;
    const answer = await fetchViewCounts();
    if (!("value" in answer)) return this.clock.postpone();
    this.counts = new Map(answer.value.counts.map((one) => [one.id, one]));
    this.show();
  }
}
