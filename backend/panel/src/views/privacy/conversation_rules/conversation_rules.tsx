// «Правила»: what is done with conversations of a site by itself.
import { fetchRules } from "../../../live/conversation_rule_requests";
import { SitePage } from "../site_page";
import { usePrivacyTexts } from "../words";
import { RulesForm } from "./rules_form";

export function ConversationRules() {
  const { conversationRules } = usePrivacyTexts();
  return <SitePage name="rules" words={conversationRules} fetchSites={fetchRules} Form={RulesForm} />;
}
