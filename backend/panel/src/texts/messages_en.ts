// The English words of what can be done with a message, of answers that are offered, and of ratings. They come with the rest of
// the language.
import type { messagesRu } from "./messages";

export const messagesEn: typeof messagesRu = {
  actions: "Message actions",
  edit: "Edit",
  delete: "Delete",
  save: "Save",
  cancel: "Cancel",
  newWords: "New text of the message",
  editHint: "Enter to save, Esc to cancel",
  editHintMod: (mod) => `${mod}\u00a0+\u00a0Enter to save, Esc to cancel`,
  deleteAsk: (beginning) =>
    `Delete the message “${beginning}”? Its text disappears for the visitor too and can’t be brought back.`,
  showWhole: "Show all of it",
  edited: "edited",
  editedAt: (when) => `Edited ${when}`,
  deleted: "Message deleted",
  deletedBy: (name) => `Message deleted: ${name}`,
  choices: "Quick replies",
  choicesHint:
    "The visitor sees them as buttons. The question must be clear without them: an old chat shows only its text.",
  choice: (number) => `Reply ${number}`,
  removeChoices: "Remove the replies",
  choicesSame: "Two replies are the same.",
  choicesOffered: "Replies:",
  rating: "Rating",
  rated: (score) => `Rated ${score} of\u00a05`,
  ratedBy: (score, meaning) => `The visitor’s rating is ${score} of\u00a05: ${meaning}`,
  scores: ["very bad", "bad", "fair", "good", "very good"],
};
