// The words of the search, which come with what is found.
import { searchEn, searchRu } from "../../texts/pages/search";
import { useTexts } from "../context";

export function useSearchTexts(): typeof searchRu {
  return useTexts().language === "en" ? searchEn : searchRu;
}
