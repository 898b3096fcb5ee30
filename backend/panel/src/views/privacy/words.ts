// The words of the pages about personal data: loaded with them, since operators never see them.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { learnErrors } from "../../texts/errors";
import { bansEn, bansRu } from "../../texts/pages/bans";
import { colleaguesEn, colleaguesRu } from "../../texts/pages/colleagues";
import { connectorsEn, connectorsRu } from "../../texts/pages/connectors";
import { consentsEn, consentsRu } from "../../texts/pages/consents";
import { conversationRulesEn, conversationRulesRu } from "../../texts/pages/conversation_rules";
import { departmentsEn, departmentsRu } from "../../texts/pages/departments";
import { pagesErrorsEn, pagesErrorsRu } from "../../texts/pages/error_words";
import { exportsEn, exportsRu } from "../../texts/pages/exports";
import { identityEn, identityRu } from "../../texts/pages/identity";
import { incidentsEn, incidentsRu } from "../../texts/pages/incidents";
import { invitationsEn, invitationsRu } from "../../texts/pages/invitations";
import { journalEn, journalRu } from "../../texts/pages/journal";
import { keysEn, keysRu } from "../../texts/pages/keys";
import { goalsEn, goalsRu, labelsEn, labelsRu } from "../../texts/pages/labels";
import { maskingEn, maskingRu } from "../../texts/pages/masking";
import { ownSitesEn, ownSitesRu } from "../../texts/pages/own_sites";
import { papersEn, papersRu } from "../../texts/pages/papers";
import { registerEn, registerRu } from "../../texts/pages/register";
import { repliesEn, repliesRu } from "../../texts/pages/replies";
import { reportsEn, reportsRu } from "../../texts/pages/reports";
import { retentionEn, retentionRu } from "../../texts/pages/retention";
import { subjectRequestsEn, subjectRequestsRu } from "../../texts/pages/subject_requests";
import { systemEn, systemRu } from "../../texts/pages/system";
import { visitorsEn, visitorsRu } from "../../texts/pages/visitors";
import { webhooksEn, webhooksRu } from "../../texts/pages/webhooks";
import { widgetEn, widgetRu } from "../../texts/pages/widget";
import { workEn, workRu } from "../../texts/pages/work";
import { ru, type Texts } from "../../texts/ru";

learnErrors(pagesErrorsRu, pagesErrorsEn);

const pagesRu = {
  colleagues: colleaguesRu,
  masking: maskingRu,
  invitations: invitationsRu,
  register: registerRu,
  journal: journalRu,
  consents: consentsRu,
  incidents: incidentsRu,
  papers: papersRu,
  subjectRequests: subjectRequestsRu,
  visitors: visitorsRu,
  reports: reportsRu,
  retention: retentionRu,
  widget: widgetRu,
  departments: departmentsRu,
  ownSites: ownSitesRu,
  identity: identityRu,
  labels: labelsRu,
  goals: goalsRu,
  replies: repliesRu,
  work: workRu,
  conversationRules: conversationRulesRu,
  bans: bansRu,
  keys: keysRu,
  exports: exportsRu,
  webhooks: webhooksRu,
  connectors: connectorsRu,
  system: systemRu,
};

const pagesEn: typeof pagesRu = {
  colleagues: colleaguesEn,
  masking: maskingEn,
  invitations: invitationsEn,
  register: registerEn,
  journal: journalEn,
  consents: consentsEn,
  incidents: incidentsEn,
  papers: papersEn,
  subjectRequests: subjectRequestsEn,
  visitors: visitorsEn,
  reports: reportsEn,
  retention: retentionEn,
  widget: widgetEn,
  departments: departmentsEn,
  ownSites: ownSitesEn,
  identity: identityEn,
  labels: labelsEn,
  goals: goalsEn,
  replies: repliesEn,
  work: workEn,
  conversationRules: conversationRulesEn,
  bans: bansEn,
  keys: keysEn,
  exports: exportsEn,
  webhooks: webhooksEn,
  connectors: connectorsEn,
  system: systemEn,
};

/** The words of the panel, and those of these pages. */
export type PrivacyTexts = Texts & typeof pagesRu;

export function withPages(texts: Texts): PrivacyTexts {
  return { ...texts, ...(texts.language === "en" ? pagesEn : pagesRu) };
}

export const PrivacyTextsContext = createContext<PrivacyTexts>(withPages(ru));

export function usePrivacyTexts(): PrivacyTexts {
  return useContext(PrivacyTextsContext);
}
