// Where each control of the panel is in the palette, or why it is not. places.test.ts fails for one that is not here.
//
// You have added a button? Write it here, below its file, by the name that the test tells:
//   does("close")       an entry of the palette does the same. Its id is that of actions.ts, choices.ts, message_choices.ts or
//                       view_choices.ts ("tag_" stands for all that begin so), or of on_page.ts: those press the button itself;
//   opens("filter")     the entry opens what the button stands in, and Tab leads to it there;
//   not("...")          neither, and why that is right.
// A button of the open conversation, the card or the list whose deed depends on what is drawn is most easily one line in on_page.ts.
// A whole file or folder ("alerts/") may have one place, where all of it stands in one dialog, sheet or page.

export type Place =
  | { readonly does: string }
  | { readonly opens: string }
  /** The reason. */
  | { readonly not: string };

const does = (entry: string): Place => ({ does: entry });
const opens = (entry: string): Place => ({ opens: entry });
const not = (reason: string): Place => ({ not: reason });

const BEFORE_SIGNING_IN = not("nobody is signed in yet: there is no desk to do anything with, and no palette");
const ITS_OWN_FRAME = not(
  "closes or reloads what has failed or is open over the panel, which Escape does and which has the focus",
);
const USED_BY = not("drawn by the components that use it: each of those has a place of its own");

export const PLACES: Readonly<Record<string, Place | Readonly<Record<string, Place>>>> = {
  // Dialogs, pages and sheets that one entry opens
  "alerts/": opens("alerts"),
  "bans/ban_dialog.tsx": opens("ban"),
  "emoji/emoji_picker.tsx": opens("emoji"),
  "face/": opens("face"),
  "help.tsx": opens("help"),
  "inbox/filter_sheet.tsx": opens("filter"),
  "inbox/some_of.tsx": opens("filter"),
  "inbox/merge_dialog.tsx": opens("merge"),
  "message_editor.tsx": opens("message_edit"),
  "pictures/": opens("picture"),
  "privacy/": opens("page_"),
  "security/": opens("security"),
  "assist/completion.tsx": opens("ready_reply"),
  "conflict.tsx": opens("page_"),
  "customer/facts_conflict.tsx": opens("card_facts"),
  "customer/facts_form.tsx": opens("card_facts"),

  // Before there is a palette, and around it
  "invited.tsx": BEFORE_SIGNING_IN,
  "language_choice.tsx": BEFORE_SIGNING_IN,
  "new_password.tsx": BEFORE_SIGNING_IN,
  "sign_in.tsx": BEFORE_SIGNING_IN,
  "dialog.tsx": ITS_OWN_FRAME,
  "lazy_dialog.tsx": ITS_OWN_FRAME,
  "lazy_page.tsx": ITS_OWN_FRAME,
  "page.tsx": ITS_OWN_FRAME,
  "palette/palette.tsx": not("is the palette"),

  // The list
  "conversation_row.tsx": {
    "input texts.inbox.bulk.select": does("select"),
    "a texts.list.online texts.list.offline texts.inbox.snoozedUntil": does("conversation_"),
  },
  "inbox/bulk_bar.tsx": {
    "button words.all": does("select_all"),
    "button words.clear": does("clear_selection"),
    "button words.close": does("close_selected"),
    "button words.read": does("read_selected"),
  },
  "inbox/filter_menu.tsx": { "button texts.inbox.filter": does("filter") },
  "inbox/folders.tsx": { "a texts.folders[folder]": does("folder_") },
  "inbox/views_nav.tsx": {
    "a view.name": does("view_"),
    "button words.show": does("show_view_"),
    "summary words.hidden": not("only opens what follows"),
  },
  "inbox/audience.tsx": opens("rename_view_"),
  "inbox/view_menu.tsx": { "button words.actions": not("only opens what follows") },
  "inbox/view_sheet.tsx": {
    "button words.update": does("update_view_"),
    "button words.up": does("up_view_"),
    "button words.down": does("down_view_"),
    "button words.remove": does("remove_view_"),
    "button words.rename": opens("rename_view_"),
    "button words.copy": opens("menu_view_"),
    "button words.hide": opens("menu_view_"),
    "button words.removeShared": opens("menu_view_"),
  },
  "list_pane.tsx": { "a texts.list[instead.text]": does("folder_") },
  "menu.tsx": {
    "button texts.menu.label texts.menu.away": not("only opens what follows"),
    "input texts.menu.away": does("away"),
    "input texts.menu[name]": does("sound_"),
    "input option.label": does("theme_"),
    "a texts.pages[name]": does("page_"),
    "button texts.menu[word]": does("alerts"),
    "button texts.menu.signOut": does("sign_out"),
  },
  "search/result_item.tsx": opens("search"),
  "search/search_field.tsx": { "button texts.list.clearSearch": does("clear_search") },
  "search/search_filters.tsx": opens("search"),
  "search/search_pane.tsx": opens("search"),
  "link_strip.tsx": { "button texts.link.reload": does("reload"), "button texts.link.retryNow": does("reconnect") },
  "toasts.tsx": {
    "button texts.toast.undo texts.inbox.conflict.repeat texts.notes.open": does("toast"),
    "button texts.toast.dismiss": does("toast"),
  },

  // The open conversation
  "first_steps/first_steps.tsx": { "button words.putAway": does("put_away_steps"), "a name": does("page_") },
  "no_thread.tsx": { "button texts.thread.backToList": does("back") },
  "thread_pane.tsx": {
    "button texts.thread.backToList": does("back"),
    "button texts.thread.requeue texts.thread.takeOver texts.thread.take": does("take"),
    "button texts.thread.close texts.thread.reopen": does("close"),
    "button texts.thread.card": does("card"),
  },
  "hand_over.tsx": { "button texts.thread.handOver": does("hand_over") },
  "inbox/hand_to.tsx": {
    "button words.toMe": does("take"),
    "button words.toQueue": does("requeue"),
    "button words.isHere": does("hand_over_"),
    "button words.standing": does("hand_over_"),
  },
  "inbox/action_menu.tsx": { "button texts.inbox.moreActions": does("more") },
  "inbox/action_sheet.tsx": {
    "button texts.inbox.markUnread": does("mark_unread"),
    "button texts.inbox.merge": does("merge"),
    "button words.unsnooze": does("wake"),
    "button name": does("snooze_"),
    "button words.snooze": opens("snooze_until"),
    "button name (2)": does("close_with_"),
  },
  "inbox/tag_list.tsx": {
    'button isOn(tag) && <Icon name="check" />': does("tag_"),
    "button words.addTag": opens("new_tag"),
  },
  "timeline.tsx": {
    "button texts.thread.toUnread": does("unread"),
    "button texts.thread.jumpNew texts.thread.jump": does("to_newest"),
  },

  // Its messages
  "folded_words.tsx": { "button texts.messages.showWhole": does("unfold") },
  "masked_text.tsx": { MaskButton: does("reveal"), "button texts.masks.show": USED_BY },
  "message_bubble.tsx": { Quote: does("quoted") },
  "message_files.tsx": { MessageFile: USED_BY, "button texts.files.open": does("picture"), "a name": does("file") },
  "message_menu.tsx": {
    "summary texts.messages.actions": not("only opens what follows"),
    "button texts.notes.quote": does("message_quote"),
    "button texts.messages.edit": does("message_edit"),
    "button texts.messages.delete": does("message_delete"),
  },
  "message_text.tsx": { "a text": does("link") },
  "page_address.tsx": { "a texts.card.opensNewTab": USED_BY },
  "passage.tsx": { "a texts.inbox.events.another": does("link"), "PageAddress title || readable(url)": does("link") },
  "quote.tsx": { "button texts.notes.quoting": USED_BY },
  "unsent_messages.tsx": {
    "button texts.delivery.retry": does("retry"),
    "button texts.delivery.discard": does("discard_"),
  },

  // Where one answers
  "choice_fields.tsx": { "button texts.messages.removeChoices": does("close_choices") },
  "composer.tsx": {
    "button texts.notes.save texts.thread.send": does("send"),
    "button texts.messages.choices": does("choices"),
  },
  "composer_files.tsx": {
    "button again": does("chosen_file"),
    "button remove": does("chosen_file"),
    input: does("attach"),
    "button texts.files.attach": does("attach"),
  },
  "composer_kind.tsx": { "button label": does("note") },
  "emoji/emoji_button.tsx": { "button texts.notes.emoji": does("emoji") },
  "quote_bar.tsx": { "button texts.notes.unquote": does("unquote") },

  // The visitor's card
  "bans/ban_part.tsx": { "button texts.pages.retry": opens("card"), "button words.lift words.ban": does("ban") },
  "card_drawer.tsx": { "button texts.thread.closeCard": does("back") },
  "card_pane.tsx": {
    PageAddress: does("link_of_card"),
    "PageAddress (2)": does("link_of_card"),
    "button texts.thread.closeCard": does("back"),
  },
  "crm/crm_part.tsx": {
    "button texts.pages.retry": opens("card"),
    "PageAddress name": does("link_of_card"),
    "button words.copyOf": opens("card"),
    "button words.sendTo": does("send_to_crm"),
  },
  "customer/card_contents.tsx": {
    "button texts.pages.retry": opens("card"),
    "button words.showAll": does("reveal_part"),
    MaskButton: does("reveal_on_card"),
  },
  "customer/card_profile.tsx": {
    "button texts.pages.more": opens("card"),
  },
  "customer/customer.tsx": {
    "button texts.pages.retry": opens("card"),
  },
  "customer/contact_value.tsx": {
    "a text": does("link_of_card"),
    "button words.copyOf": opens("card"),
  },
  "customer/facts_history.tsx": {
    "button texts.pages.retry": opens("card_history"),
    "button texts.pages.more": opens("card_history"),
    "button words.showHidden": does("reveal_part"),
  },
  "customer/facts_part.tsx": {
    "button customer.write customer.change": does("card_facts"),
    "button customer.hideHistory customer.history": does("card_history"),
  },
  "customer/note_item.tsx": opens("card_note"),
  "customer/notes_part.tsx": { "button words.addNote": opens("card_note") },
  "customer/other_conversations.tsx": {
    "button texts.pages.more": opens("card"),
    "a fullWhen(texts, new Date(other.created_at))": does("link_of_card"),
  },
  "customer/people_part.tsx": {
    "a nameOf(person)": does("link_of_card"),
    "button words.linkLabel": does("person"),
    "button words.partLabel": does("person"),
  },
  "customer/requests_part.tsx": { "a words.request words.kinds[kind]": does("link_of_card") },
};
