import type { Http } from '../../../../lib/client/index.ts'
import type { Conversation } from '../../../../lib/protocol/conversation.ts'

/** An action on each of the selected conversations. */
export type BulkAction =
  | { readonly kind: 'take-on' | 'hand-back' | 'pass-back' }
  | { readonly kind: 'tag'; readonly tag: string }

/** Sends the command of an action for one conversation. */
export async function requestFor(
  action: BulkAction,
  http: Http,
  { id, botId, control }: Pick<Conversation, 'id' | 'botId' | 'control'>,
): Promise<unknown> {
  const path = { botId, id }
  const command = { id: crypto.randomUUID() }
  switch (action.kind) {
    case 'take-on':
      return control.holder === 'human'
        ? await http.request('POST /api/v1/bots/{botId}/conversations/{id}/claim', { path, body: command })
        : await http.request('POST /api/v1/bots/{botId}/conversations/{id}/pause', { path, body: command })
    case 'hand-back':
      return await http.request('POST /api/v1/bots/{botId}/conversations/{id}/unpause', { path, body: command })
    case 'pass-back':
      return await http.request('POST /api/v1/bots/{botId}/conversations/{id}/transfer', { path, body: command })
    case 'tag': {
      const body = { ...command, add: [action.tag] }
      return await http.request('POST /api/v1/bots/{botId}/conversations/{id}/tags', { path, body })
    }
    default:
      return action satisfies never
  }
}
