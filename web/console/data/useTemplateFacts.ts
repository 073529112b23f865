import type { TemplateFacts } from '../../../lib/protocol/template-values.ts'
import { useServer } from './server.ts'
import type { ConversationFacts } from './useConversationFacts.ts'
import { useMe } from './useMe.ts'

/** Returns the facts that fill the variables of texts and links beside a conversation. */
export function useTemplateFacts({ id, userId, user, attributes }: ConversationFacts): TemplateFacts {
  const { botId, agent } = useServer()
  const bot = useMe()?.bots.find(each => each.id === botId)
  return {
    user: { id: userId, fullName: user.fullName, language: user.language, attributes },
    agentName: agent.name,
    botName: bot?.name ?? botId,
    conversation: { id },
  }
}
