import { useRef, useState } from 'react'
import type { ChannelType } from '../../../../lib/protocol/channels.ts'
import { Button } from '../../ui/Button.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { BotSetup } from '../useBotSetup.ts'
import { ChannelEditor, type Opened } from './ChannelEditor.tsx'
import { ChannelRow } from './ChannelRow.tsx'
import { freeName, KINDS, TYPES } from './editors.ts'
import { RemoveQuestion } from './RemoveQuestion.tsx'

/** Lists the channels of a bot, and edits one of them. */
export function ChannelsTab({ setup }: { setup: BotSetup }) {
  const { channels: texts } = useAdminTexts()
  const [opened, setOpened] = useState<Opened>()
  const [asked, setAsked] = useState<string>()
  const [said, setSaid] = useState('')
  const top = useRef<HTMLDivElement | null>(null)
  const channels = setup.stored?.channels ?? {}
  const open = (next: Omit<Opened, 'key'>) => {
    setSaid('')
    setOpened(before => ({ key: (before?.key ?? 0) + 1, ...next }))
  }
  const backToTop = () => top.current?.focus()
  const add = (type: ChannelType) => {
    const { blank, name } = KINDS[type]
    open({ name: freeName(name, channels), isNew: true, values: blank })
  }
  const close = () => {
    setOpened(undefined)
    backToTop()
  }
  const removed = (name: string) => {
    setAsked(undefined)
    if (opened?.name === name) setOpened(undefined)
    setSaid(texts.removed)
    backToTop()
  }
  const entries = Object.entries(channels)
  return (
    <div className="flex max-w-200 flex-col gap-4 pb-8">
      <div ref={top} tabIndex={-1} className="flex flex-col gap-1">
        <p className="text-text-2">
          {texts.about} {texts.widgetAbout}
        </p>
        <span role="status" className="text-text-2">
          {said}
        </span>
      </div>
      {entries.length === 0 ? (
        <p className="text-title text-text-2">{texts.empty}</p>
      ) : (
        <ul aria-label={texts.list}>
          {entries.map(([name, config]) => (
            <ChannelRow
              key={name}
              name={name}
              config={config}
              isOpen={opened?.name === name && !opened.isNew}
              onOpen={() => open({ name, isNew: false, values: { ...config } })}
              onRemove={() => setAsked(name)}
            >
              {asked === name && (
                <RemoveQuestion
                  setup={setup}
                  name={name}
                  onRemoved={() => removed(name)}
                  onKeep={() => {
                    setAsked(undefined)
                    backToTop()
                  }}
                />
              )}
            </ChannelRow>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {TYPES.map(type => (
          <Button key={type} onClick={() => add(type)}>
            {texts.add[type]}
          </Button>
        ))}
      </div>
      {opened !== undefined && (
        <ChannelEditor
          key={opened.key}
          setup={setup}
          opened={opened}
          onSaved={name => setOpened({ ...opened, name, isNew: false })}
          onClose={close}
        />
      )}
    </div>
  )
}
