import type { ComponentType } from 'react'
import type { ChannelConfig, ChannelType } from '../../../../lib/protocol/channels.ts'
import { MessengerEditor } from './MessengerEditor.tsx'
import { TelegramEditor, WebhookEditor } from './SchemaEditor.tsx'
import type { ChannelForm, Values } from './useChannelForm.ts'

interface Kind {
  readonly Editor: ComponentType<{ form: ChannelForm }>
  /** A new channel before anything is entered, and its suggested name. */
  readonly blank: Values
  readonly name: string
}

/** How each kind of channel is edited, in the order in which they are offered. */
export const KINDS: { readonly [Type in ChannelType]: Kind } = {
  messenger: {
    Editor: MessengerEditor,
    blank: {
      type: 'messenger',
      pageId: '',
      pageToken: '',
      elsewhere: 'pause',
      threadControl: 'ignore',
      agentName: 'hide',
      typing: 'agents',
    },
    name: 'messenger',
  },
  telegram: {
    Editor: TelegramEditor,
    blank: { type: 'telegram', botToken: '', agentName: 'hide', typing: 'agents' },
    name: 'telegram',
  },
  webhook: { Editor: WebhookEditor, blank: { type: 'webhook', url: '', secret: '', replies: 'answer' }, name: '' },
}

export const TYPES = Object.keys(KINDS) as ChannelType[]

/** Suggests a name that no channel has yet. */
export function freeName(wanted: string, channels: Readonly<Record<string, ChannelConfig>>): string {
  if (wanted === '' || !Object.hasOwn(channels, wanted)) return wanted
  let number = 2
  while (Object.hasOwn(channels, `${wanted}-${number}`)) number++
  return `${wanted}-${number}`
}
