// @vitest-environment jsdom
// All that stands masked on a card is shown by one click, wherever it stands.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Card } from "../../live/card_requests";
import { CardContents } from "./card_contents";

const CARD: Card = {
  is_erased: false,
  is_masked: true,
  is_name_masked: false,
  own_name: "Иван +7 ••• ••• 45 67",
  contacts: [],
  landing_url: "https://shop.test/?from=i•••@mail.ru",
  campaign: [],
  metrica_client_id: "",
  consents: [],
  profile: null,
  conversations: [],
  next_cursor: null,
};
const CUSTOMER = {
  revision: 1,
  facts: { name: "Иван", phone: "", email: "", company: "", about: "" },
  masked: [],
  notes: [],
  linked: [],
  likely: [],
  requests: null,
};
const REVEALED = {
  name: "Иван",
  own_name: "Иван 8 916 123-45-67",
  contacts: [],
  landing_url: "https://shop.test/?from=ivan%40mail.ru",
  campaign: [],
  profile: { identity: null, attributes: [], events: [], is_masked: false },
  facts: CUSTOMER.facts,
  notes: [],
};

vi.hoisted(() => Object.assign(document, { adoptedStyleSheets: [] }));

let card: Card = CARD;

beforeEach(() => {
  vi.stubGlobal("fetch", async (url: string) => {
    const answers: [RegExp, unknown][] = [
      [/card\/reveal$/, REVEALED],
      [/card$/, card],
      [/customer$/, CUSTOMER],
    ];
    const found = answers.find(([path]) => path.test(url));
    return new Response(JSON.stringify(found?.[1] ?? {}), { status: found ? 200 : 404 });
  });
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

async function open(shown: Card) {
  card = shown;
  await act(async () =>
    render(
      <CardContents
        conversationId="C"
        shownName="Иван"
        me="M"
        rights={["reveal_contacts"]}
        sites={[]}
        hrefOf={(id) => id}
      />,
      document.body,
    ),
  );
  await vi.waitFor(() => expect(document.body.textContent).toContain("Посетитель назвался"));
  await act(async () => undefined);
}

const button = () => document.querySelector<HTMLButtonElement>("[data-reveals=card]");

test("a mask in the visitor's own name or in an address has the button too", async () => {
  await open(CARD);
  await act(async () => button()?.click());
  await vi.waitFor(() => expect(document.body.textContent).toContain(REVEALED.own_name));
  expect(document.body.textContent).toContain(REVEALED.landing_url);
  expect(button()).toBeNull();
});

test("where nothing is masked there is nothing to show, and an older server is judged by what it says", async () => {
  await open({ ...CARD, is_masked: false, own_name: "Ваня", landing_url: "" });
  expect(button()).toBeNull();
  render(null, document.body);
  const { is_masked: _, ...older } = CARD;
  await open({ ...older, is_name_masked: true });
  expect(button()).not.toBeNull();
});
