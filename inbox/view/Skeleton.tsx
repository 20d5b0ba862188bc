import { useTexts } from "./context";

const ROWS = [1, 2, 3, 4, 5, 6];

/** Stands in for rows of the same height, so that nothing jumps when they arrive. */
export function ListSkeleton() {
  const texts = useTexts();
  return (
    <div role="status" aria-label={texts.say("list.loading")}>
      {ROWS.map((row) => (
        <div key={row} class="row skeleton-row" aria-hidden="true">
          <span class="bone short" />
          <span class="bone" />
          <span class="bone half" />
        </div>
      ))}
    </div>
  );
}

export function ConversationSkeleton() {
  const texts = useTexts();
  return (
    <div class="conversation" role="status" aria-label={texts.say("conversation.loading")}>
      <div class="head" aria-hidden="true">
        <div class="head-line">
          <span class="bone short" />
          <span class="bone half" />
        </div>
        <div class="clock-line">
          <span class="bone half" />
        </div>
        <div class="actions">
          <span class="bone half" />
        </div>
      </div>
      <div class="transcript" aria-hidden="true">
        {ROWS.slice(0, 4).map((line) => (
          <div key={line} class="line">
            <span class="bone" />
            <span class="bone half" />
          </div>
        ))}
      </div>
    </div>
  );
}
