import { useMemo } from "preact/hooks";
import { visibleRows } from "../model/lists";
import { LISTS, type ListName } from "../model/wire";
import { useInbox, useInboxState, useMe, useTexts } from "./context";
import { EmptyList } from "./EmptyList";
import { Filters } from "./Filters";
import { RowItem } from "./RowItem";
import { ListSkeleton } from "./Skeleton";

export function ListPane() {
  const texts = useTexts();
  const inbox = useInbox();
  const lists = useInboxState((state) => state.lists);
  const me = useMe();
  const rows = useMemo(() => visibleRows(lists, me), [lists, me]);
  const name = lists.search
    ? texts.say("list.results", { text: lists.search.text })
    : texts.say("list.rows", { list: texts.say(`list.${lists.chosen}`) });
  return (
    <nav class="pane list-pane" aria-label={texts.say("list.lists")}>
      <ListTabs />
      <Filters />
      <section class="rows" aria-label={name} aria-busy={rows === null}>
        {lists.search && <p class="results-for">{name}</p>}
        {rows === null && <ListSkeleton />}
        {rows?.length === 0 && <EmptyList />}
        {rows && rows.length > 0 && (
          <ul>
            {rows.map((row) => (
              <RowItem
                key={row.conversation}
                row={row}
                cursor={lists.cursor === row.conversation}
              />
            ))}
          </ul>
        )}
        {lists.next !== null && !lists.search && (
          <button class="button more" type="button" onClick={() => void inbox.desk.lists.more()}>
            {texts.say("list.more")}
          </button>
        )}
      </section>
      <footer class="list-foot">
        <button class="button wide" type="button" onClick={() => void inbox.claimNext()}>
          {texts.say("list.next")} <kbd>N</kbd>
        </button>
      </footer>
    </nav>
  );
}

function ListTabs() {
  const inbox = useInbox();
  const chosen = useInboxState((state) => (state.lists.search ? null : state.lists.chosen));
  return (
    <ul class="tabs">
      {LISTS.map((list) => (
        <li key={list}>
          <ListTab
            list={list}
            chosen={list === chosen}
            choose={() => inbox.desk.lists.choose(list)}
          />
        </li>
      ))}
    </ul>
  );
}

interface TabProps {
  list: ListName;
  chosen: boolean;
  choose: () => void;
}

function ListTab({ list, chosen, choose }: TabProps) {
  const texts = useTexts();
  const count = useInboxState((state) => state.lists.counts[list]);
  return (
    <button class="tab" type="button" aria-current={chosen ? "true" : undefined} onClick={choose}>
      <span>{texts.say(`list.${list}`)}</span>
      <span class="count">{count ?? " "}</span>
    </button>
  );
}
