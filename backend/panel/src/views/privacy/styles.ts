// The styles of the pages about personal data, of reports and of sites: loaded with these pages, since operators never see them.
import { adoptStyles } from "../../../../../widget/src/sheets";
import colleague from "../../styles/colleague.css";
import conflict from "../../styles/conflict.css";
import connectors from "../../styles/connectors.css";
import consents from "../../styles/consents.css";
import conversationRules from "../../styles/conversation_rules.css";
import exports from "../../styles/exports.css";
import fields from "../../styles/fields.css";
import incidents from "../../styles/incidents.css";
import journal from "../../styles/journal.css";
import keys from "../../styles/keys.css";
import outgoing from "../../styles/outgoing.css";
import register from "../../styles/register.css";
import replies from "../../styles/replies.css";
import reports from "../../styles/reports.css";
import requests from "../../styles/requests.css";
import retention from "../../styles/retention.css";
import system from "../../styles/system.css";
import webhooks from "../../styles/webhooks.css";
import widget from "../../styles/widget.css";

// In the order in which they build on each other, and on those of the panel.
adoptStyles(
  document,
  [
    fields,
    conflict,
    register,
    journal,
    consents,
    incidents,
    requests,
    retention,
    colleague,
    widget,
    conversationRules,
    reports,
    replies,
    keys,
    exports,
    outgoing,
    webhooks,
    connectors,
    system,
  ].join(""),
);
