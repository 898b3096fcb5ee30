// The words of the pages about personal data: loaded with them, since operators never see them.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { consentsEn, consentsRu } from "../../texts/pages/consents";
import { departmentsEn, departmentsRu } from "../../texts/pages/departments";
import { incidentsEn, incidentsRu } from "../../texts/pages/incidents";
import { journalEn, journalRu } from "../../texts/pages/journal";
import { ownSitesEn, ownSitesRu } from "../../texts/pages/own_sites";
import { papersEn, papersRu } from "../../texts/pages/papers";
import { registerEn, registerRu } from "../../texts/pages/register";
import { repliesEn, repliesRu } from "../../texts/pages/replies";
import { retentionEn, retentionRu } from "../../texts/pages/retention";
import { subjectRequestsEn, subjectRequestsRu } from "../../texts/pages/subject_requests";
import { widgetEn, widgetRu } from "../../texts/pages/widget";
import { ru, type Texts } from "../../texts/ru";

const pagesRu = {
  register: registerRu,
  journal: journalRu,
  consents: consentsRu,
  incidents: incidentsRu,
  papers: papersRu,
  subjectRequests: subjectRequestsRu,
  retention: retentionRu,
  widget: widgetRu,
  departments: departmentsRu,
  ownSites: ownSitesRu,
  replies: repliesRu,
};

const pagesEn: typeof pagesRu = {
  register: registerEn,
  journal: journalEn,
  consents: consentsEn,
  incidents: incidentsEn,
  papers: papersEn,
  subjectRequests: subjectRequestsEn,
  retention: retentionEn,
  widget: widgetEn,
  departments: departmentsEn,
  ownSites: ownSitesEn,
  replies: repliesEn,
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
