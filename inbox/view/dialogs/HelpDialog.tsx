import { ACTIONS, type Action, GROUPS, keyName } from "../../model/actions";
import { isMac, useEdits, useSurroundings } from "../context";
import { Dialog } from "./Dialog";

const WRITING = [
  ["send", "mod+enter"],
  ["acknowledge", "mod+shift+enter"],
  ["mention", "@"],
  ["escape", "Esc"],
] as const;

/** All keys; single ones can be switched off (WCAG 2.2, 2.1.4). */
export function HelpDialog() {
  const { texts, singleKeys, setSingleKeys } = useSurroundings();
  const edits = useEdits();
  return (
    <Dialog title={texts.say("help.title")} kind="wide">
      <label class="check">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={({ currentTarget }) => setSingleKeys(currentTarget.checked)}
        />
        <span>
          {texts.say("help.single")}
          <small class="muted">{texts.say("help.single_hint")}</small>
        </span>
      </label>
      <div class="help">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{texts.say(`group.${group}`)}</h3>
            <dl>
              {ACTIONS.filter((action) => hasKey(action, edits) && action.group === group).map(
                (action) => (
                  <Shortcut
                    key={action.id}
                    words={texts.say(`action.${action.id}`)}
                    keys={keyName("key" in action ? action.key : "", isMac)}
                  />
                ),
              )}
              {group === "write" &&
                WRITING.map(([name, keys]) => (
                  <Shortcut
                    key={name}
                    words={texts.say(`help.${name}`)}
                    keys={keyName(keys, isMac)}
                  />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const hasKey = (action: Action, edits: boolean): boolean =>
  action.key !== undefined && (edits || !action.editing);

function Shortcut({ words, keys }: { words: string; keys: string }) {
  return (
    <div class="shortcut">
      <dt>{words}</dt>
      <dd>
        <kbd>{keys}</kbd>
      </dd>
    </div>
  );
}
