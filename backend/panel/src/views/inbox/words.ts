// The words of the inbox's sheets, which come with them.
import { sheetsEn, sheetsRu } from "../../texts/inbox_sheets";
import { useTexts } from "../context";

export type SheetTexts = typeof sheetsRu;

export function useSheetTexts(): SheetTexts {
  return useTexts().language === "en" ? sheetsEn : sheetsRu;
}
