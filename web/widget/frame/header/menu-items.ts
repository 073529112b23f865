import type { PublicBot } from '../../../../lib/protocol/widget.ts'
import type { Holder } from '../../messages.ts'
import type { IconName } from '../icons.tsx'
import type { SayText } from '../texts/catalogue.ts'

export interface MenuItem {
  readonly icon: IconName
  readonly label: string
  readonly onChoose: () => void
}

export interface Offered {
  readonly say: SayText
  readonly holder: Holder
  readonly bot: PublicBot
  readonly isMuted: boolean
  readonly isAnonymous: boolean
  readonly onToPerson: () => void
  readonly onToBot: () => void
  readonly onMute: (on: boolean) => void
  readonly onEnd: () => void
}

/** Returns the items that the bot's configuration allows and that would change something now. */
export function menuItems({ say, holder, bot, isMuted, isAnonymous, ...on }: Offered): readonly MenuItem[] {
  const { offersPerson, offersBot } = bot.widget
  const isBot = holder.holder === 'bot'
  return [
    ...(isBot && offersPerson ? [{ icon: 'person', label: say('toPerson'), onChoose: on.onToPerson } as const] : []),
    ...(!isBot && offersBot ? [{ icon: 'bot', label: say('toBot'), onChoose: on.onToBot } as const] : []),
    isMuted
      ? { icon: 'sound', label: say('soundOn'), onChoose: () => on.onMute(false) }
      : { icon: 'mute', label: say('soundOff'), onChoose: () => on.onMute(true) },
    ...(isAnonymous ? [{ icon: 'end', label: say('end'), onChoose: on.onEnd } as const] : []),
  ]
}
