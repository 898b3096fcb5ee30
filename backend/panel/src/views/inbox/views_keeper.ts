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
import type { Answer } from "../../live/requests";
import type { Wanted } from "../../state/filters";
import { type Change, viewed, without } from "../../state/view_changes";
import { ViewsNav, type ViewsNavProps } from "./views_nav";

export interface Shown {
  readonly known: Views;
  readonly counts: ReadonlyMap<string, ViewCount>;
  readonly hasFailed: boolean;
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
  private hasFailed = false;
  private reads = 0;

  constructor(private readonly publish: (shown: Shown) => void) {}

  async read(): Promise<void> {
    const read = ++this.reads;
    const answer = await fetchViews();
    // One that was asked for later tells more.
    if ("value" in answer && read === this.reads) this.hold(answer.value);
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
    if (await this.settle(shareView({ ...view, id: randomUuid() }, audience), this.with)) {
      await this.save(without(view.id));
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
    this.hasFailed = !("value" in answer);
    if ("value" in answer) this.hold({ ...this.known, ...told(answer.value) });
    else await this.read().then(() => this.show());
    return !this.hasFailed;
  }

  private hold(known: Views): void {
    // Read before what was saved since.
    const own: OwnViews = known.version < this.known.version ? this.known : known;
    this.known = { ...known, version: own.version, views: own.views, hidden: own.hidden ?? [] };
    this.show();
    this.clock.note(true);
  }

  private show(): void {
    const { known, counts, hasFailed } = this;
    this.publish({ known, counts, hasFailed, keeper: this, Nav: ViewsNav });
  }

  private shownViews(): readonly InboxView[] {
    const { views, shared = [], hidden = [] } = this.known;
    return [...views, ...shared.filter(({ id }) => !hidden.includes(id))];
  }

  private async count(): Promise<void> {
    if (this.shownViews().length === 0) return;
    const answer = await fetchViewCounts();
    if (!("value" in answer)) return;
    this.counts = new Map(answer.value.counts.map((one) => [one.id, one]));
    this.show();
  }
}
