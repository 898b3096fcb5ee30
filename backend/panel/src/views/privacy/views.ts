// What each page about personal data shows. Loaded when the first of them is opened, with their words.
import type { ComponentType } from "preact";
import type { SignedIn } from "../../live/session_requests";
import { Bans } from "./bans/bans";
import { Colleagues } from "./colleagues/colleagues";
import { Consents } from "./consents/consents";
import { Departments } from "./departments/departments";
import { ExportsPage } from "./exports/exports";
import { Identity } from "./identity/identity";
import { Incidents } from "./incidents/incidents";
import { Journal } from "./journal/journal";
import { Keys } from "./keys/keys";
import { Goals } from "./labels/goals";
import { Labels } from "./labels/labels";
import { lazily } from "./lazily";
import { Masking } from "./masking";
import { OwnSitesPage } from "./own_sites/own_sites";
import type { PageName } from "./pages";
import { Papers } from "./papers/papers";
import { RegisterPage } from "./register/register";
import { Replies } from "./replies/replies";
import { RetentionPage } from "./retention/retention";
import { RequestsBadge } from "./subject_requests/requests_badge";
import { SubjectRequests } from "./subject_requests/subject_requests";
import { System } from "./system/system";
import { Visitors } from "./visitors/visitors";
import type { PrivacyTexts } from "./words";
import { Work } from "./work/work";

export interface PrivacyPageProps {
  readonly signedIn: SignedIn;
  /** What is open on the page: its number from the address. */
  readonly itemId: string | null;
  /** Opens an item of the page, or with null its list. */
  readonly onOpen: (itemId: string | null) => void;
}

export interface PageView {
  readonly title: (texts: PrivacyTexts) => string;
  readonly view: ComponentType<PrivacyPageProps>;
  /** What stands beside its title in the list of pages: how much waits there. */
  readonly badge?: ComponentType;
}

const Connectors = lazily(() => import("./connectors/connectors").then((file) => file.Connectors));
const ConversationRules = lazily(() =>
  import("./conversation_rules/conversation_rules").then((file) => file.ConversationRules),
);
const Reports = lazily(() => import("./reports/reports").then((file) => file.Reports));
const Webhooks = lazily(() => import("./webhooks/webhooks").then((file) => file.Webhooks));
const Widget = lazily(() => import("./widget/widget").then((file) => file.Widget));

export const PAGE_VIEWS: Readonly<Record<PageName, PageView>> = {
  colleagues: { title: (texts) => texts.colleagues.title, view: Colleagues },
  masking: { title: (texts) => texts.masking.title, view: Masking },
  register: { title: (texts) => texts.register.title, view: RegisterPage },
  journal: { title: (texts) => texts.journal.title, view: Journal },
  consents: { title: (texts) => texts.consents.title, view: Consents },
  incidents: { title: (texts) => texts.incidents.title, view: Incidents },
  exports: { title: (texts) => texts.exports.title, view: ExportsPage },
  papers: { title: (texts) => texts.papers.title, view: Papers },
  requests: { title: (texts) => texts.subjectRequests.title, view: SubjectRequests, badge: RequestsBadge },
  own_sites: { title: (texts) => texts.ownSites.title, view: OwnSitesPage },
  widget: { title: (texts) => texts.widget.title, view: Widget },
  identity: { title: (texts) => texts.identity.title, view: Identity },
  replies: { title: (texts) => texts.replies.title, view: Replies },
  departments: { title: (texts) => texts.departments.title, view: Departments },
  reports: { title: (texts) => texts.reports.title, view: Reports },
  visitors: { title: (texts) => texts.visitors.title, view: Visitors },
  labels: { title: (texts) => texts.labels.title, view: Labels },
  keys: { title: (texts) => texts.keys.title, view: Keys },
  webhooks: { title: (texts) => texts.webhooks.title, view: Webhooks },
  connectors: { title: (texts) => texts.connectors.title, view: Connectors },
  bans: { title: (texts) => texts.bans.title, view: Bans },
  system: { title: (texts) => texts.system.title, view: System },
  goals: { title: (texts) => texts.goals.title, view: Goals },
  work: { title: (texts) => texts.work.title, view: Work },
  rules: { title: (texts) => texts.conversationRules.title, view: ConversationRules },
  retention: { title: (texts) => texts.retention.title, view: RetentionPage },
};
