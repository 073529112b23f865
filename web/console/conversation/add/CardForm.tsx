import { useState } from 'react'
import { readPayload } from '../../../../lib/protocol/read-payload.ts'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { cardMessage } from '../added.ts'
import { Content } from '../content/Content.tsx'
import type { FormProps } from './additions.ts'
import { TextOnlyHint } from './TextOnlyHint.tsx'
import { useAddTexts } from './texts/useAddTexts.ts'

/** Chooses one of the bot's canned cards, shows it as the user will see it, and sends it. */
export function CardForm({ cards, channelType, effect, onSend, onClose }: FormProps) {
  const texts = useAddTexts()
  const [chosen, setChosen] = useState(cards[0])
  const message = chosen && cardMessage(chosen.card)
  const send = () => {
    onClose()
    if (message) onSend(message)
  }
  return (
    <DialogForm title={texts.card} submit={texts.sendCard} onSubmit={send}>
      <fieldset className="max-h-50 overflow-y-auto">
        <legend className="sr-only">{texts.cards}</legend>
        {cards.map(each => (
          <label key={each.name} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="radio"
              name="card"
              checked={each === chosen}
              onChange={() => setChosen(each)}
              className="shrink-0 accent-accent"
            />
            <bdi className="min-w-0 wrap-anywhere">{each.name}</bdi>
          </label>
        ))}
      </fieldset>
      {message && (
        <section aria-label={texts.preview} className="flex flex-col items-center gap-2 rounded-control bg-sunken p-3">
          <Content said={message} isTyped />
        </section>
      )}
      {message && <TextOnlyHint channelType={channelType} shown={readPayload(message)} />}
      {effect !== undefined && <p className="text-text-2">{effect}</p>}
    </DialogForm>
  )
}
