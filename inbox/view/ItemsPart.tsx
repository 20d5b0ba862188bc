import { extras, type Item, items, tally } from "../model/context";
import type { AgentCard, Finding } from "../model/wire";
import { findingWords, named } from "../model/words";
import { useTexts, useWords } from "./context";
import { Part } from "./Part";

const SIGNS = { there: "✓", asked: "?", skipped: "–", missing: "○", not_needed: "" } as const;
const UNSURE = 0.6;

/** What is there and what is missing (R23), each with a word, never by its sign alone. */
export function ItemsPart({ card }: { card: AgentCard }) {
  const texts = useTexts();
  const all = items(card);
  const found = extras(card);
  return (
    <Part title={texts.say("context.items")} count={texts.say("context.tally", tally(all))}>
      <ul class="items">
        {all.map((item) => (
          <ItemLine key={item.what} item={item} />
        ))}
      </ul>
      {found.length > 0 && (
        <>
          <h3 class="part-sub">{texts.say("context.extras")}</h3>
          <ul class="items">
            {found.map((finding) => (
              <li key={`${finding.what} ${finding.value}`} class="item there">
                <span class="item-name">{named(texts, "item", finding.what)}</span>
                <Value finding={finding} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Part>
  );
}

function ItemLine({ item }: { item: Item }) {
  const texts = useTexts();
  return (
    <li class={`item ${item.state}`}>
      <span class="item-name">
        <span class="item-sign" aria-hidden="true">
          {SIGNS[item.state]}
        </span>
        {named(texts, "item", item.what)}
      </span>
      {item.finding?.value ? (
        <Value finding={item.finding} />
      ) : (
        <span class="item-state">{texts.say(`item_state.${item.state}`)}</span>
      )}
    </li>
  );
}

function Value({ finding }: { finding: Finding }) {
  const words = useWords();
  return (
    <span class="item-value" dir="auto">
      {findingWords(finding, words)}
      {(finding.sure ?? 1) < UNSURE && (
        <em class="muted"> ({words.texts.say("context.unsure")})</em>
      )}
    </span>
  );
}
