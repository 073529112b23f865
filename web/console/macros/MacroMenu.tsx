import { Menu } from '@base-ui/react/menu'
import { Zap } from 'lucide-react'
import type { Macro } from '../../../lib/protocol/macros.ts'
import { useAction } from '../actions/useAction.ts'
import type { Texts } from '../texts/en.ts'
import { useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { MenuChoice, MenuPopup } from '../ui/MenuPopup.tsx'
import type { MacroTexts } from './texts/en.ts'
import { useMacroTexts } from './texts/useMacroTexts.ts'
import { useMacros } from './useMacros.ts'

/** Offers the bot's macros in a menu and in the command palette. Shows nothing for a bot without macros. */
export function MacroMenu({ session, className }: { session: string; className: string }) {
  const texts = useMacroTexts()
  const shared = useTexts()
  const { macros, choose } = useMacros(session)
  if (macros.length === 0) return null
  return (
    <>
      {macros.map(({ name }) => (
        <MacroAction key={name} name={name} onRun={() => choose(name)} />
      ))}
      <Menu.Root>
        <Menu.Trigger
          render={props => (
            <IconButton {...props} label={texts.macros} className={className}>
              <Zap size={16} aria-hidden="true" />
            </IconButton>
          )}
        />
        <MenuPopup
          label={texts.macros}
          side="top"
          align="start"
          className="max-h-(--available-height) w-80 overflow-y-auto"
        >
          {macros.map(macro => (
            <MenuChoice
              key={macro.name}
              title={macro.name}
              more={stepsOf(macro, texts, shared)}
              onChoose={() => choose(macro.name)}
            />
          ))}
        </MenuPopup>
      </Menu.Root>
    </>
  )
}

function MacroAction({ name, onRun }: { name: string; onRun: () => void }) {
  useAction(`macro ${name}`, useMacroTexts().run(name), undefined, onRun)
  return null
}

const MAX_TEXT_CHARS = 80

/** The steps of a macro in a line. */
function stepsOf({ text, tags = [], handBack }: Macro, texts: MacroTexts, { log }: Texts): string {
  const line = text?.replace(/\s+/g, ' ')
  const short =
    line !== undefined && line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS).trimEnd()}…` : line
  const steps = [
    tags.length > 0 ? texts.tags(tags.join(', ')) : undefined,
    short === undefined ? undefined : log.reason(short.toWellFormed()),
    handBack === undefined ? undefined : texts.ends[handBack],
  ]
  return steps.filter(step => step !== undefined).join(' · ')
}
